using System.Runtime.CompilerServices;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Venue times on the wire: Unix milliseconds, or microseconds where the connection asked for them; told apart by magnitude.</summary>
internal static class VenueTime
{
    /// <summary>As µs this is 1973, as ms the year 5138.</summary>
    private const long FirstMicroseconds = 100_000_000_000_000;

    /// <summary>2009-01-03, before which nothing was traded, and 2100-01-01, in Unix µs.</summary>
    private const long Earliest = 1_230_940_800_000_000;
    private const long Latest = 4_102_444_800_000_000;

    /// <summary>False where the number is no plausible instant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(long wireTime, out Timestamp time)
    {
        var microseconds = wireTime is >= 0 and < FirstMicroseconds ? wireTime * 1_000 : wireTime;
        time = new Timestamp(microseconds);
        return microseconds is >= Earliest and < Latest;
    }
}
