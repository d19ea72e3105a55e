using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>
/// Bars of the broker's history as bars of the desk. A broker cuts H4 and D1 in its own time (at UTC+3 an H4 bar opens at 21:00 UTC), so that a timeframe whose
/// boundaries differ is built from a shorter one whose boundaries agree.
/// </summary>
internal static class BridgeHistory
{
    private static readonly Timeframe[] LongestFirst = [.. TimeframeExtensions.All.Where(timeframe => timeframe >= Timeframe.M1).OrderByDescending(timeframe => timeframe)];

    /// <summary>What to ask for: the longest timeframe, not above the wanted one, that opens at the same instants in both time zones, summer and winter.</summary>
    public static Timeframe SourceOf(Timeframe wanted, int offsetSeconds) => Array.Find(LongestFirst, timeframe =>
        timeframe <= wanted && offsetSeconds % (int)timeframe.Duration().TotalSeconds == 0 && timeframe <= Timeframe.H1);

    /// <summary>Closed bars of <paramref name="timeframe"/> with open times in [from, to), oldest first, each once.</summary>
    public static List<Bar> Build(IReadOnlyList<Bar> source, Timeframe timeframe, Timestamp from, Timestamp to, Timestamp now)
    {
        var bars = new List<Bar>();
        foreach (var group in source.OrderBy(bar => bar.OpenTime).DistinctBy(bar => bar.OpenTime).GroupBy(bar => timeframe.Floor(bar.OpenTime)))
        {
            var open = group.Key;
            if (open >= from && open < to && open + timeframe.Duration() <= now)
            {
                bars.Add(Join(open, timeframe, group));
            }
        }

        return bars;
    }

    private static Bar Join(Timestamp openTime, Timeframe timeframe, IEnumerable<Bar> parts)
    {
        var list = parts.ToList();
        return new Bar(timeframe, openTime, open: list[0].Open, high: list.Max(bar => bar.High), low: list.Min(bar => bar.Low), close: list[^1].Close,
            volume: list.Sum(bar => bar.Volume), buyVolume: 0, tickCount: list.Sum(bar => bar.TickCount), source: Venue.Mt5, flags: BarFlags.History);
    }
}
