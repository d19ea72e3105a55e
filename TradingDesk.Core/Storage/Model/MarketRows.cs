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

    public int Tag { get; init; }

    public double Top { get; init; }

    public double Bottom { get; init; }

    public double Amount { get; init; }

    public double Ratio { get; init; }
}

/// <summary>A decision. The columns are for filters; the whole of it is <see cref="CanonicalJson"/>.</summary>
public sealed class DecisionTraceRow
{
    public required string TraceId { get; init; }

    public required string Symbol { get; init; }

    public Timestamp BarCloseTime { get; init; }

    public int Verdict { get; init; }

    public bool Shadow { get; init; }

    public required string Reason { get; init; }

    public double Confidence { get; init; }

    /// <summary>Brotli of the canonical JSON.</summary>
    public required byte[] CanonicalJson { get; init; }

    public required string Sha256 { get; init; }
}
