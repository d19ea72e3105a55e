using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>High and low over bars that follow each other: of a session or of a calendar period.</summary>
internal struct RunningRange
{
    public bool HasBars { get; private set; }

    public double High { get; private set; }

    public double Low { get; private set; }

    /// <summary>The first bar.</summary>
    public int FirstIndex { get; private set; }

    public Timestamp FirstAt { get; private set; }

    public void Take(in Bar bar, int index)
    {
        if (!HasBars)
        {
            (HasBars, High, Low, FirstIndex, FirstAt) = (true, bar.High, bar.Low, index, bar.OpenTime);
            return;
        }

        High = Math.Max(High, bar.High);
        Low = Math.Min(Low, bar.Low);
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Write(HasBars);
        writer.Write(High);
        writer.Write(Low);
        writer.Write(FirstIndex);
        writer.Write(FirstAt);
    }

    public static RunningRange Load(StateReader reader) => new()
    {
        HasBars = reader.ReadBoolean(),
        High = reader.ReadDouble(),
        Low = reader.ReadDouble(),
        FirstIndex = reader.ReadInt32(),
        FirstAt = reader.ReadTimestamp(),
    };
}
