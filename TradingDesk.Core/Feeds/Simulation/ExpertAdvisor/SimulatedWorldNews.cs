using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>A calendar and macro markets that are pure functions of time. Actual figures appear when their instant has come.</summary>
internal static class SimulatedWorldNews
{
    public static readonly IReadOnlyList<string> MacroNames = ["VIX", "DXY", "US10Y"];

    private static readonly (string Currency, string Name, EventImportance Importance, double Hour, string Unit)[] Daily =
    [
        ("JPY", "Tertiary Industry Activity", EventImportance.Low, 4.5, "%"),
        ("GBP", "Claimant Count Change", EventImportance.Medium, 7, "K"),
        ("USD", "CPI m/m", EventImportance.High, 12.5, "%"),
    ];

    /// <summary>Releases of [from, to) as known at <paramref name="now"/>: three on each weekday.</summary>
    public static List<EconomicEvent> Calendar(Timestamp from, Timestamp to, Timestamp now)
    {
        var events = new List<EconomicEvent>();
        for (var day = Timeframe.D1.Floor(from); day < to; day += TimeSpan.FromDays(1))
        {
            if (day.ToUtcDateTime().DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            for (var i = 0; i < Daily.Length; i++)
            {
                var (currency, name, importance, hour, unit) = Daily[i];
                var at = day + TimeSpan.FromHours(hour);
                if (at >= from && at < to)
                {
                    var figure = Figure(day, i);
                    events.Add(new EconomicEvent(
                        string.Create(CultureInfo.InvariantCulture, $"{day.UnixSeconds / 86_400}{i}"), at, currency, importance, name,
                        at <= now ? Math.Round(figure + 0.1, 1) : null, figure, Figure(day - TimeSpan.FromDays(1), i), unit));
                }
            }
        }

        return events;
    }

    public static double Macro(string name, Timestamp at)
    {
        var phase = at.UnixSeconds / 20_000.0;
        return name switch
        {
            "VIX" => 16 + (4 * Math.Sin(phase)),
            "DXY" => 104 + Math.Cos(phase),
            _ => 4.2 + (0.2 * Math.Sin(phase * 0.7)),
        };
    }

    private static double Figure(Timestamp day, int kind) => Math.Round((((day.UnixSeconds / 86_400 * 7) + (kind * 3)) % 10 / 10.0) + 0.1, 1);
}
