using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Model;

// Rows of market data. Written and read through prepared statements; EF Core keeps their schema.

/// <summary>A closed bar; every column of <see cref="Bar"/>. Key: symbol, timeframe, open time.</summary>
public sealed class BarRow
{
    public required string Symbol { get; init; }

    public Timeframe Timeframe { get; init; }

    public Timestamp OpenTime { get; init; }

    public double Open { get; init; }

    public double High { get; init; }

    public double Low { get; init; }

    public double Close { get; init; }

    public double Volume { get; init; }

    public double BuyVolume { get; init; }

    public int TickCount { get; init; }

    public Venue Source { get; init; }

    public BarFlags Flags { get; init; }
}

/// <summary>Last quote of one second on one venue. Key: symbol, second, venue, so that a time range of all venues is one range of the key.</summary>
public sealed class UnifiedTickRow
{
    public required string Symbol { get; init; }

    public Timestamp Second { get; init; }

    public Venue Venue { get; init; }

    public double Bid { get; init; }

    public double Ask { get; init; }

    public double Volume { get; init; }

    public int TickCount { get; init; }

    public double OffsetApplied { get; init; }
}

/// <summary>One entry of the structure log; key: the journal sequence that it came with.</summary>
public sealed class StructureEventRow
{
    public long Sequence { get; init; }

    public required string Symbol { get; init; }

    public Timeframe Timeframe { get; init; }

    public int Kind { get; init; }

    public int Break { get; init; }

    public int Direction { get; init; }

    public double Level { get; init; }

    public int OriginIndex { get; init; }

    public Timestamp OriginAt { get; init; }

    public int BrokenIndex { get; init; }

    public Timestamp BrokenAt { get; init; }

    public int KnownAtIndex { get; init; }

    public Timestamp KnownAt { get; init; }

    public int CauseIndex { get; init; }
}

/// <summary>A calibration of the offset between the venues, and what was in force after it; key: the journal sequence that it came with.</summary>
public sealed class OffsetHistoryRow
{
    public long Sequence { get; init; }

    public required string Symbol { get; init; }

    public Timestamp At { get; init; }

    public int Outcome { get; init; }

    public int Pairs { get; init; }

    public double? Difference { get; init; }

    public double? Band { get; init; }

    public double? Atr { get; init; }

    public double? Step { get; init; }

    public double? DriftAtrPerHour { get; init; }

    public int Kind { get; init; }

    public double Value { get; init; }

    public double ValueBand { get; init; }

    public double Confidence { get; init; }

    public Timestamp CalibratedAt { get; init; }

    public double LifetimeSeconds { get; init; }

    public int State { get; init; }
}

/// <summary>A decision. The columns are for filters; the whole of it is <see cref="Body"/>.</summary>
public sealed class DecisionTraceRow
{
    public required string Symbol { get; init; }

    public Timestamp BarCloseTime { get; init; }

    public int Verdict { get; init; }

    /// <summary>Number of the gate that alone kept a trade from being proposed; 0 where none or more than one did.</summary>
    public int BlockedBy { get; init; }

    /// <summary>As <c>TraceCodec</c> writes it.</summary>
    public required byte[] Body { get; init; }

    /// <summary>SHA-256 of the canonical JSON, 32 bytes.</summary>
    public required byte[] Sha256 { get; init; }
}
