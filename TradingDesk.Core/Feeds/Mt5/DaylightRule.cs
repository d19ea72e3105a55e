namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>Whose dates of summer time a broker's server follows.</summary>
public enum DaylightSaving : byte
{
    /// <summary>The server's offset never changes.</summary>
    None,

    /// <summary>Second Sunday of March 07:00 UTC to first Sunday of November 06:00 UTC: the day then ends with New York's at 17:00. What most brokers do.</summary>
    UnitedStates,

    /// <summary>Last Sunday of March 01:00 UTC to last Sunday of October 01:00 UTC.</summary>
    Europe,
}

/// <summary>Tells summer from winter time. One year's dates are kept, so that asking costs two comparisons. One thread.</summary>
internal sealed class DaylightRule(DaylightSaving kind)
{
    private long _yearStartMs = long.MaxValue;
    private long _yearEndMs = long.MinValue;
    private long _summerStartMs;
    private long _summerEndMs;

    public bool IsSummer(long utcMs)
    {
        if (kind == DaylightSaving.None)
        {
            return false;
        }

        if (utcMs < _yearStartMs || utcMs >= _yearEndMs)
        {
            LoadYear(DateTimeOffset.FromUnixTimeMilliseconds(utcMs).Year);
        }

        return utcMs >= _summerStartMs && utcMs < _summerEndMs;
    }

    private void LoadYear(int year)
    {
        _yearStartMs = Ms(year, 1, 1, hour: 0);
        _yearEndMs = Ms(year + 1, 1, 1, hour: 0);
        (_summerStartMs, _summerEndMs) = kind == DaylightSaving.UnitedStates
            ? (Ms(year, 3, FirstSunday(year, 3) + 7, hour: 7), Ms(year, 11, FirstSunday(year, 11), hour: 6))
            : (Ms(year, 3, LastSunday(year, 3), hour: 1), Ms(year, 10, LastSunday(year, 10), hour: 1));
    }

    private static int FirstSunday(int year, int month) => 1 + ((7 - (int)new DateOnly(year, month, 1).DayOfWeek) % 7);

    private static int LastSunday(int year, int month) => 31 - (int)new DateOnly(year, month, 31).DayOfWeek;

    private static long Ms(int year, int month, int day, int hour) =>
        new DateTimeOffset(year, month, day, hour, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
