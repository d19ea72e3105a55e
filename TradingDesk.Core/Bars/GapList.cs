using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars;

/// <summary>Intervals over which ticks are missing for good and whose bars have not all closed. Bounded: beyond the bound neighbours are joined, which flags more, never less.</summary>
internal sealed class GapList
{
    private const int MaxGaps = 64;

    private readonly List<(Timestamp From, Timestamp To)> _gaps = [];

    public void Add(Timestamp from, Timestamp to)
    {
        if (from >= to)
        {
            return;
        }

        if (_gaps.Count == MaxGaps)
        {
            var last = _gaps[^1];
            _gaps[^1] = (from < last.From ? from : last.From, Timestamp.Max(to, last.To));
            return;
        }

        _gaps.Add((from, to));
    }

    public bool Overlaps(Timestamp from, Timestamp to)
    {
        foreach (var gap in _gaps)
        {
            if (gap.From < to && from < gap.To)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets what ended at or before <paramref name="closed"/>.</summary>
    public void Forget(Timestamp closed)
    {
        for (var i = _gaps.Count - 1; i >= 0; i--)
        {
            if (_gaps[i].To <= closed)
            {
                _gaps.RemoveAt(i);
            }
        }
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("gaps", 1);
        writer.Write(_gaps.Count);
        foreach (var (from, to) in _gaps)
        {
            writer.Write(from);
            writer.Write(to);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("gaps", 1);
        _gaps.Clear();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            _gaps.Add((reader.ReadTimestamp(), reader.ReadTimestamp()));
        }
    }
}
