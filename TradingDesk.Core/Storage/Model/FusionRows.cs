using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Model;

// Rows of fused candles and data quality. Written and read through prepared statements; EF Core keeps their schema.

/// <summary>A fused M5 candle in its latest revision. Key: symbol, open time.</summary>
public sealed class M5CandleRecord
{
    public required string Symbol { get; init; }

    public Timestamp TimestampUtc { get; init; }

    public double Open { get; init; }

    public double High { get; init; }

    public double Low { get; init; }

    public double Close { get; init; }

    public double Volume { get; init; }

    /// <summary>Column <c>atr_14</c>.</summary>
    public double? Atr14 { get; init; }

    public double? Vwap { get; init; }

    public string? VolatilityState { get; init; }

    public string? Structure { get; init; }

    /// <summary><c>primary</c> or <c>primary+secondary</c>, with <c>;filled=N</c> where N minutes came from the second venue alone.</summary>
    public required string Sources { get; init; }

    public int Revision { get; init; }
}

/// <summary>A UTC day of data quality. Key: symbol, day. One column per fault.</summary>
public sealed class QualityDayRecord
{
    public required string Symbol { get; init; }

    public Timestamp Day { get; init; }

    public long Messages { get; init; }

    public long Seconds { get; init; }

    public long DegradedSeconds { get; init; }

    public long PoorSeconds { get; init; }

    public double LowestScore { get; init; }

    public long GapSeconds { get; init; }

    public long SilentSeconds { get; init; }

    public long WideSpreadSeconds { get; init; }

    public long DivergenceSeconds { get; init; }

    public long Crossed { get; init; }

    public long Duplicate { get; init; }

    public long OutOfOrder { get; init; }

    public long Stale { get; init; }

    public long Jump { get; init; }

    public long Clock { get; init; }

    public long BadPrice { get; init; }

    public long ZeroVolume { get; init; }

    public long InconsistentMinutes { get; init; }
}
