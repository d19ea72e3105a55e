using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Liquidity;

/// <summary>
/// Liquidity sweeps (DOMAIN A3.3): a closed bar that reaches beyond a level by a part of the ATR and closes back inside. A level is a final swing or a
/// closed period's high or low, is swept once, and is gone at the first close beyond it. Within the bars allowed a close beyond the sweep bar's other end
/// confirms the sweep; a close beyond its extreme, or none, fails it.
/// </summary>
internal sealed class SweepDetector(LiquidityOptions options) : IHasState
{
    private const double Confidence = 0.5;
    private const double SurgeConfidence = 0.2;

    private readonly SweepLevels _highs = new(Direction.Bullish, options.MaxSweepLevels);
    private readonly SweepLevels _lows = new(Direction.Bearish, options.MaxSweepLevels);
    private readonly double[] _volumes = new double[options.VolumeBars];
    private readonly List<Waiting> _waiting = [];
    private int _bars;

    /// <summary>Swings forgotten because there were too many.</summary>
    public long Dropped => _highs.Dropped + _lows.Dropped;

    /// <param name="atr">ATR at the bar before; <see langword="null"/> while it warms up, when nothing is swept.</param>
    public void Update(in Bar bar, double? atr, in BarContext context)
    {
        Settle(bar, context);
        var distance = options.SweepAtr * (atr ?? double.PositiveInfinity);
        if (bar.High >= _highs.Nearest)
        {
            Check(_highs, Direction.Bullish, bar, distance, context);
        }

        if (bar.Low <= _lows.Nearest)
        {
            Check(_lows, Direction.Bearish, bar, distance, context);
        }

        _volumes[_bars % _volumes.Length] = bar.Volume;
        _bars = _bars == (2 * _volumes.Length) - 1 ? _volumes.Length : _bars + 1;
    }

    /// <summary>Watches a level from the next bar on.</summary>
    public void Watch(Direction side, in SweepLevel level) => (side == Direction.Bullish ? _highs : _lows).Watch(level);

    public void Reset()
    {
        _highs.Clear();
        _lows.Clear();
        _waiting.Clear();
        Array.Clear(_volumes);
        _bars = 0;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("sweeps", 1);
        writer.Write(_volumes.Length);
        writer.Write(_bars);
        foreach (var volume in _volumes)
        {
            writer.Write(volume);
        }

        _highs.SaveState(writer);
        _lows.SaveState(writer);
        writer.Write(_waiting.Count);
        foreach (var item in _waiting)
        {
            StructureEventState.Save(writer, item.Event);
            writer.Write(item.OtherEnd);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("sweeps", 1);
        if (reader.ReadInt32() != _volumes.Length)
        {
            throw new InvalidDataException("The saved sweeps hold volume against another number of bars.");
        }

        _bars = reader.ReadInt32();
        for (var i = 0; i < _volumes.Length; i++)
        {
            _volumes[i] = reader.ReadDouble();
        }

        _highs.LoadState(reader);
        _lows.LoadState(reader);
        _waiting.Clear();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            _waiting.Add(new Waiting(StructureEventState.Load(reader), reader.ReadDouble()));
        }
    }

    private void Check(SweepLevels levels, Direction side, in Bar bar, double distance, in BarContext context)
    {
        var sign = (int)side;
        var extreme = side == Direction.Bullish ? bar.High : bar.Low;
        var place = 0;
        while (place < levels.Count)
        {
            var level = levels[place];
            var isCrossed = sign * bar.Close > sign * level.Level;
            var isSwept = sign * bar.Close < sign * level.Level && sign * (extreme - level.Level) >= distance;
            if (isSwept)
            {
                var found = ToEvent(level, side, bar, context);
                context.Emit(found);
                _waiting.Add(new Waiting(found, side == Direction.Bullish ? bar.Low : bar.High));
            }

            if (isSwept || isCrossed)
            {
                levels.RemoveAt(place);
            }
            else
            {
                place++;
            }
        }
    }

    private StructureEvent ToEvent(in SweepLevel level, Direction side, in Bar bar, in BarContext context) => context.Zone(
        StructureEventKind.SweepKnown,
        side,
        level.Level,
        top: side == Direction.Bullish ? bar.High : level.Level,
        bottom: side == Direction.Bullish ? level.Level : bar.Low,
        level.OriginIndex,
        level.OriginAt,
        endsHere: true) with
    {
        Tag = level.Source,
        Amount = bar.Volume,
        Ratio = Confidence + (IsSurge(bar.Volume) ? SurgeConfidence : 0),
    };

    private bool IsSurge(double volume)
    {
        double sum = 0;
        foreach (var earlier in _volumes)
        {
            sum += earlier;
        }

        return _bars >= _volumes.Length && sum > 0 && volume >= options.VolumeSurge * (sum / _volumes.Length);
    }

    /// <summary>What has become of the sweeps of the bars before.</summary>
    private void Settle(in Bar bar, in BarContext context)
    {
        var kept = 0;
        for (var i = 0; i < _waiting.Count; i++)
        {
            var item = _waiting[i];
            var sign = (int)item.Event.Direction;
            var extreme = item.Event.Direction == Direction.Bullish ? item.Event.Top : item.Event.Bottom;
            if (sign * bar.Close < sign * item.OtherEnd)
            {
                context.Emit(item.Event with { Kind = StructureEventKind.SweepConfirmed, KnownAtIndex = context.Index, KnownAt = context.CloseTime });
            }
            else if (sign * bar.Close > sign * extreme || context.Index - item.Event.BrokenIndex >= options.ConfirmationBars)
            {
                context.Emit(item.Event with { Kind = StructureEventKind.SweepFailed, KnownAtIndex = context.Index, KnownAt = context.CloseTime });
            }
            else
            {
                _waiting[kept++] = item;
            }
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
    }

    /// <param name="OtherEnd">The sweep bar's end away from the level.</param>
    private readonly record struct Waiting(StructureEvent Event, double OtherEnd);
}
