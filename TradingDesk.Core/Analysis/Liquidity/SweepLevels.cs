using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Liquidity;

/// <summary>A level that may be swept: a final swing, or a closed period's high or low.</summary>
internal readonly record struct SweepLevel(StructureTag Source, double Level, int OriginIndex, Timestamp OriginAt);

/// <summary>The levels of one side that no bar has swept and no close has crossed: the newest final swings and the last closed periods.</summary>
internal sealed class SweepLevels(Direction side, int maxSwings)
{
    private readonly List<SweepLevel> _levels = [];
    private int _swings;

    public int Count => _levels.Count;

    /// <summary>Swings forgotten because there were too many.</summary>
    public long Dropped { get; private set; }

    /// <summary>The level nearest to the market; a bar that does not reach it concerns none.</summary>
    public double Nearest { get; private set; } = Unreachable(side);

    public SweepLevel this[int place] => _levels[place];

    /// <summary>Adds a swing, or puts a period's level in place of the one before.</summary>
    public void Watch(in SweepLevel level)
    {
        if (level.Source == StructureTag.Swing)
        {
            if (_swings == maxSwings)
            {
                RemoveFirst(StructureTag.Swing);
                Dropped++;
            }

            _swings++;
        }
        else
        {
            RemoveFirst(level.Source);
        }

        _levels.Add(level);
        FindNearest();
    }

    public void RemoveAt(int place)
    {
        _swings -= _levels[place].Source == StructureTag.Swing ? 1 : 0;
        _levels.RemoveAt(place);
        FindNearest();
    }

    public void Clear()
    {
        _levels.Clear();
        (_swings, Dropped, Nearest) = (0, 0, Unreachable(side));
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(Dropped);
        writer.Write(_levels.Count);
        foreach (var level in _levels)
        {
            writer.Write((byte)level.Source);
            writer.Write(level.Level);
            writer.Write(level.OriginIndex);
            writer.Write(level.OriginAt);
        }
    }

    public void LoadState(StateReader reader)
    {
        Clear();
        Dropped = reader.ReadInt64();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            var level = new SweepLevel((StructureTag)reader.ReadByte(), reader.ReadDouble(), reader.ReadInt32(), reader.ReadTimestamp());
            _levels.Add(level);
            _swings += level.Source == StructureTag.Swing ? 1 : 0;
        }

        FindNearest();
    }

    private static double Unreachable(Direction side) => side == Direction.Bullish ? double.PositiveInfinity : double.NegativeInfinity;

    private void RemoveFirst(StructureTag source)
    {
        for (var i = 0; i < _levels.Count; i++)
        {
            if (_levels[i].Source == source)
            {
                RemoveAt(i);
                return;
            }
        }
    }

    private void FindNearest()
    {
        Nearest = Unreachable(side);
        foreach (var level in _levels)
        {
            Nearest = side == Direction.Bullish ? Math.Min(Nearest, level.Level) : Math.Max(Nearest, level.Level);
        }
    }
}
