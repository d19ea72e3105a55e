using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>Which venues a fused candle is made of.</summary>
[Flags]
public enum M5Sources : byte
{
    Primary = 1,
    Secondary = 2,
}

/// <summary>ATR14(M5) against its own median.</summary>
public enum VolatilityState : byte
{
    Contracting = 1,
    Normal = 2,
    Expanding = 3,
}

/// <summary>What the majority of the three voters says.</summary>
public enum M5Structure : sbyte
{
    Bearish = -1,
    Neutral = 0,
    Bullish = 1,
}

/// <summary>
/// One fused M5 candle over [<see cref="OpenTime"/>, +5 min), in the primary venue's prices. Immutable: what becomes known later is a candle with the next
/// <see cref="Revision"/>.
/// </summary>
public sealed record M5Candle
{
    public required Timestamp OpenTime { get; init; }

    public required double Open { get; init; }

    public required double High { get; init; }

    public required double Low { get; init; }

    public required double Close { get; init; }

    /// <summary>Sum of both venues, in the primary's unit.</summary>
    public required double Volume { get; init; }

    /// <summary>Wilder ATR14 of the primary's M5 bars at this close; <see langword="null"/> while it warms up.</summary>
    public required double? Atr14 { get; init; }

    /// <summary>The primary's session VWAP at this close; <see langword="null"/> where there is none.</summary>
    public required double? Vwap { get; init; }

    /// <summary><see langword="null"/> until the window of ATR readings is full.</summary>
    public required VolatilityState? Volatility { get; init; }

    /// <summary><see langword="null"/> while ATR14 warms up: bodies cannot be judged.</summary>
    public required M5Structure? Structure { get; init; }

    public required M5Sources Sources { get; init; }

    /// <summary>Minutes in which the primary had no tick and the second venue's, shifted, stand in, or that it carried while the primary was lost; 0 to 5.</summary>
    public required int FilledMinutes { get; init; }

    /// <summary>1 for the first; each later one replaces the one before.</summary>
    public required int Revision { get; init; }

    public Timestamp CloseTime => new(OpenTime.UnixMicroseconds + Timeframe.M5.DurationMicroseconds());

    /// <summary>True where only the number differs.</summary>
    public bool HasContentOf(M5Candle other) => this with { Revision = 0 } == other with { Revision = 0 };
}

/// <summary>Takes fused candles as they become known: buckets in order, a revision of an older one at any time.</summary>
public interface IM5CandleSink
{
    void OnFused(M5Candle candle);
}
