namespace TradingDesk.Core.Domain;

/// <summary>The weekly closure from Friday 22:00 to Sunday 22:00 UTC, for instruments that have one.</summary>
public static class MarketHours
{
    private const long Hour = 3_600_000_000;
    private const long Week = 7 * 24 * Hour;
    private const long Closure = 48 * Hour;

    /// <summary>The epoch was a Thursday at 00:00: the first closure began 46 hours later.</summary>
    private const long FirstClosure = 46 * Hour;

    /// <summary>True where <paramref name="instant"/> lies in the closure of an instrument that closes at the weekend.</summary>
    public static bool IsClosed(Instrument instrument, Timestamp instant) => instrument.ClosesAtWeekend && SinceClosure(instant) < Closure;

    /// <summary>The end of the closure that holds <paramref name="instant"/>; the instant itself while the market is open.</summary>
    public static Timestamp NextOpen(Instrument instrument, Timestamp instant) => IsClosed(instrument, instant)
        ? new Timestamp(instant.UnixMicroseconds - SinceClosure(instant) + Closure)
        : instant;

    private static long SinceClosure(Timestamp instant)
    {
        var elapsed = (instant.UnixMicroseconds - FirstClosure) % Week;
        return elapsed < 0 ? elapsed + Week : elapsed;
    }
}
