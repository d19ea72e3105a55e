using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>What was observed and what was wrong with it, over some stretch of event time. Mutable; one owner.</summary>
public sealed class QualityCounts
{
    private readonly long[] _faults = new long[QualityNames.Faults.Count];

    /// <summary>Messages of the primary venue, refused ones included.</summary>
    public long Messages { get; set; }

    /// <summary>Seconds observed while the market was open.</summary>
    public long Seconds { get; set; }

    public long this[QualityFault fault]
    {
        get => _faults[(int)fault];
        set => _faults[(int)fault] = value;
    }

    public void Add(QualityCounts other)
    {
        Messages += other.Messages;
        Seconds += other.Seconds;
        for (var i = 0; i < _faults.Length; i++)
        {
            _faults[i] += other._faults[i];
        }
    }

    public void Remove(QualityCounts other)
    {
        Messages -= other.Messages;
        Seconds -= other.Seconds;
        for (var i = 0; i < _faults.Length; i++)
        {
            _faults[i] -= other._faults[i];
        }
    }

    public void Clear()
    {
        Messages = 0;
        Seconds = 0;
        Array.Clear(_faults);
    }

    public QualityCounts Copy()
    {
        var copy = new QualityCounts();
        copy.Add(this);
        return copy;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(Messages);
        writer.Write(Seconds);
        foreach (var count in _faults)
        {
            writer.Write(count);
        }
    }

    public void LoadState(StateReader reader)
    {
        Messages = reader.ReadInt64();
        Seconds = reader.ReadInt64();
        for (var i = 0; i < _faults.Length; i++)
        {
            _faults[i] = reader.ReadInt64();
        }
    }
}
