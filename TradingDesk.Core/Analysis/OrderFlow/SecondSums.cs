using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>Two running amounts (bought and sold, or signed and absolute) by the second of event time, for the last minute. What is older than a minute when it comes is counted and left out.</summary>
internal sealed class SecondSums : IHasState
{
    public const int Seconds = 60;
    private readonly Entry[] _ring = new Entry[Seconds];

    /// <summary>The newest second seen; −1 before the first.</summary>
    public long Newest { get; private set; } = -1;

    /// <summary>The first second seen; −1 before it.</summary>
    public long First { get; private set; } = -1;

    /// <summary>Amounts that came too late.</summary>
    public long Late { get; private set; }

    public void Add(Timestamp at, double first, double second)
    {
        var key = at.UnixSeconds;
        if (Newest >= 0 && key <= Newest - Seconds)
        {
            Late++;
            return;
        }

        First = First < 0 ? key : First;
        Newest = Math.Max(Newest, key);
        ref var entry = ref _ring[key % Seconds];
        if (entry.Second != key)
        {
            entry = new Entry { Second = key };
        }

        entry.A += first;
        entry.B += second;
    }

    /// <summary>Sums over the last <paramref name="seconds"/> (1 to 60) seconds up to and with <paramref name="now"/>.</summary>
    public (double First, double Second) Sum(long now, int seconds)
    {
        double a = 0, b = 0;
        for (var key = now - seconds + 1; key <= now; key++)
        {
            ref readonly var entry = ref _ring[Math.Max(0, key) % Seconds];
            if (entry.Second == key)
            {
                a += entry.A;
                b += entry.B;
            }
        }

        return (a, b);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("secondSums", 1);
        writer.Write(Newest);
        writer.Write(First);
        writer.Write(Late);
        foreach (var entry in _ring)
        {
            writer.Write(entry.Second);
            writer.Write(entry.A);
            writer.Write(entry.B);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("secondSums", 1);
        Newest = reader.ReadInt64();
        First = reader.ReadInt64();
        Late = reader.ReadInt64();
        for (var i = 0; i < _ring.Length; i++)
        {
            _ring[i] = new Entry { Second = reader.ReadInt64(), A = reader.ReadDouble(), B = reader.ReadDouble() };
        }
    }

    private struct Entry
    {
        public long Second;
        public double A;
        public double B;
    }
}
