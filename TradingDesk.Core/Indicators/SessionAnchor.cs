using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>Where a session VWAP starts anew.</summary>
public enum SessionAnchor : byte
{
    /// <summary>At 00:00 UTC each day (crypto).</summary>
    UtcDay,

    /// <summary>At 22:00 UTC each day (the FX and metals day).</summary>
    FxDay,

    /// <summary>At 22:00, 00:00, 08:00, 13:00 and 17:00 UTC (the gap before Tokyo, Asia, London, overlap, New York).</summary>
    FxSessions,

    /// <summary>At the first bar seen, never again (a market that never closes).</summary>
    FirstBar,

    /// <summary>At 13:30 UTC each day (US equities in summer time).</summary>
    UsOpen,
}

internal static class SessionAnchorExtensions
{
    private const long Hour = 3_600_000_000;

    private static ReadOnlySpan<int> FxSessionHours => [0, 8, 13, 17, 22];

    /// <summary>The start of the session that holds <paramref name="instant"/>; the epoch where there is only one session.</summary>
    public static Timestamp StartOf(this SessionAnchor anchor, Timestamp instant) => anchor switch
    {
        SessionAnchor.UtcDay => Timeframe.D1.Floor(instant),
        SessionAnchor.FxDay => DayFrom(instant, 22 * Hour),
        SessionAnchor.UsOpen => DayFrom(instant, (13 * Hour) + (Hour / 2)),
        SessionAnchor.FxSessions => FxSessionStart(instant),
        SessionAnchor.FirstBar => Timestamp.Epoch,
        _ => throw new ArgumentOutOfRangeException(nameof(anchor), anchor, "Unknown session anchor."),
    };

    /// <summary>The latest instant at or before <paramref name="instant"/> that is <paramref name="timeOfDay"/> µs after a UTC midnight.</summary>
    private static Timestamp DayFrom(Timestamp instant, long timeOfDay) =>
        new(Timeframe.D1.Floor(new Timestamp(instant.UnixMicroseconds - timeOfDay)).UnixMicroseconds + timeOfDay);

    private static Timestamp FxSessionStart(Timestamp instant)
    {
        var midnight = Timeframe.D1.Floor(instant).UnixMicroseconds;
        var start = midnight;
        foreach (var hour in FxSessionHours)
        {
            var candidate = midnight + (hour * Hour);
            if (candidate <= instant.UnixMicroseconds)
            {
                start = candidate;
            }
        }

        return new Timestamp(start);
    }
}
