using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Model;

// What the desk computes about the market and the data. Each record is the row as it is handed to a writer, as it is read, and as EF Core keeps its schema.

/// <summary>One M5 candle fused from the venues, in one of its revisions. Key: symbol, instant, revision; older revisions stay.</summary>
public sealed record M5CandleRow
{
    public required string Symbol { get; init; }

    /// <summary>Open of the five minutes.</summary>
    public required Timestamp TimestampUtc { get; init; }

    /// <summary>1 for the first; a source that came late makes the next.</summary>
    public int Revision { get; init; }

    public required double Open { get; init; }

    public required double High { get; init; }

    public required double Low { get; init; }

    public required double Close { get; init; }

    /// <summary>Base units, of all sources.</summary>
    public double Volume { get; init; }

    /// <summary>Wilder ATR of 14 M5 bars in quote currency; <see langword="null"/> while warming up.</summary>
    public double? Atr14 { get; init; }

    /// <summary>Quote currency; <see langword="null"/> while there is none.</summary>
    public double? Vwap { get; init; }

    /// <summary><c>expanding</c>, <c>normal</c> or <c>contracting</c>; <see langword="null"/> while warming up.</summary>
    public string? VolatilityState { get; init; }

    /// <summary><c>bullish</c>, <c>bearish</c> or <c>neutral</c>; <c>unknown</c> while warming up.</summary>
    public required string Structure { get; init; }

    /// <summary>The venues it is made of, the primary first: <c>binance+mt5</c>, with <c>;filled=N</c> where N minutes came from the second alone.</summary>
    public required string Sources { get; init; }
}

/// <summary>How good the data of one symbol were on one UTC day. Key: symbol, day; the newest version wins.</summary>
public sealed record QualityDayRow
{
    public required string Symbol { get; init; }

    /// <summary>Start of the day.</summary>
    public required Timestamp Day { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>What was counted, a JSON object.</summary>
    public required string Counts { get; init; }
}

/// <summary>One step of a position's defensive management.</summary>
public sealed record DtmsActionRow
{
    /// <summary>Journal sequence.</summary>
    public required long Id { get; init; }

    public required Timestamp At { get; init; }

    /// <summary>The desk's position id, or the broker's ticket.</summary>
    public required string PositionId { get; init; }

    public required string Symbol { get; init; }

    public required string StateFrom { get; init; }

    public required string StateTo { get; init; }

    public required string Action { get; init; }

    public required string Reason { get; init; }

    public required double Score { get; init; }

    /// <summary>The score's parts, a JSON object.</summary>
    public required string Parts { get; init; }
}

/// <summary>A signal as it was given; the columns are for filters, the whole of it is <see cref="Json"/>.</summary>
public sealed record SignalRow
{
    /// <summary>Journal sequence.</summary>
    public required long Id { get; init; }

    public required Timestamp At { get; init; }

    public required string Symbol { get; init; }

    public required string Timeframe { get; init; }

    public required string Kind { get; init; }

    public required string Direction { get; init; }

    public required int Priority { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Confidence { get; init; }

    public required string Json { get; init; }
}
