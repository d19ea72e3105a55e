namespace TradingDesk.Core.Domain;

/// <summary>The weekend closure of currency and metal markets: Friday 22:00 to Sunday 22:00 UTC.</summary>
public static class MarketHours
{
    /// <summary>True inside the half-open interval [Friday 22:00, Sunday 22:00) UTC.</summary>
    public static bool IsClosed(Timestamp instant)
    {
        // 1970-01-01 was a Thursday: minutes since the Friday 22:00 of that week.
        const long WeekMinutes = 7 * 24 * 60;
        const long FridayClose = (24 + 22) * 60;
        const long ClosedMinutes = 48 * 60;
        var minutes = ((instant.UnixSeconds / 60) - FridayClose) % WeekMinutes;
        return (minutes < 0 ? minutes + WeekMinutes : minutes) < ClosedMinutes;
    }
}
