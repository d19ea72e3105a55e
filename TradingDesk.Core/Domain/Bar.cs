namespace TradingDesk.Core.Domain;

/// <summary>How a bar came to be.</summary>
[Flags]
public enum BarFlags : byte
{
    None = 0,

    /// <summary>The interval had no tick; the bar is flat at the previous close with volume 0.</summary>
    Quiet = 1,

    /// <summary>At least one tick was fetched after a gap. No order is placed from such a bar.</summary>
    Filled = 2,

    /// <summary>Ticks are known to be missing and could not be fetched. No order is placed from such a bar.</summary>
    Gap = 4,

    /// <summary>The bar was loaded as a bar (history, archive, file), not built from ticks here.</summary>
    History = 8,

    /// <summary>At least part of it was carried by the instrument's secondary venue, offset-corrected, because the primary was lost.</summary>
    Failover = 16,
}

/// <summary>A closed bar over the half-open interval [<see cref="OpenTime"/>, <see cref="CloseTime"/>). It never changes; a bar in progress is a <see cref="FormingBar"/>.</summary>
public readonly record struct Bar
{
    /// <exception cref="ArgumentException">A price is not finite and positive, the range does not hold open and close, or a volume is negative or not finite.</exception>
    public Bar(Timeframe timeframe, Timestamp openTime, double open, double high, double low, double close, double volume, double buyVolume, int tickCount, Venue source, BarFlags flags)
    {
        if (!(low > 0) || !double.IsFinite(high) || !(low <= open) || !(open <= high) || !(low <= close) || !(close <= high))
        {
            throw new ArgumentException($"Inconsistent bar: open {open:R}, high {high:R}, low {low:R}, close {close:R}.");
        }

        if (!(volume >= 0) || !double.IsFinite(volume) || !(buyVolume >= 0) || !double.IsFinite(buyVolume) || tickCount < 0)
        {
            throw new ArgumentException($"Inconsistent bar: volume {volume:R}, bought {buyVolume:R}, ticks {tickCount}.");
        }

        Timeframe = timeframe;
        OpenTime = openTime;
        Open = open;
        High = high;
        Low = low;
        Close = close;
        Volume = volume;
        BuyVolume = buyVolume;
        TickCount = tickCount;
        Source = source;
        Flags = flags;
    }

    public Timeframe Timeframe { get; }

    public Venue Source { get; }

    public BarFlags Flags { get; }

    /// <summary>Ticks that built the bar (trades or bid quotes, by <see cref="Instrument.BarPrice"/>).</summary>
    public int TickCount { get; }

    public Timestamp OpenTime { get; }

    /// <summary>Exclusive end; also the first instant at which the bar may be known.</summary>
    public Timestamp CloseTime => new(OpenTime.UnixMicroseconds + Timeframe.DurationMicroseconds());

    public double Open { get; }

    public double High { get; }

    public double Low { get; }

    public double Close { get; }

    /// <summary>Base units traded; for bars from quotes the tick count (MetaTrader's tick volume).</summary>
    public double Volume { get; }

    /// <summary>Volume whose aggressor was the buyer; 0 where the venue does not tell.</summary>
    public double BuyVolume { get; }

    public double TypicalPrice => (High + Low + Close) / 3.0;

    public double Range => High - Low;

    /// <summary>True where no order may be placed from this bar.</summary>
    public bool IsImpaired => (Flags & (BarFlags.Filled | BarFlags.Gap)) != 0;
}
