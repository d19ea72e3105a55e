using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Bars;

/// <summary>The plainest statement of what the ladder yields: all ticks sorted, grouped by interval, quiet minutes filled. Unwatched starts are flagged.</summary>
internal static class NaiveLadder
{
    public static Bar[] Seconds(IEnumerable<Tick> ticks) => [.. Group(ticks, Timeframe.S1)];

    public static Bar[] Minutes(IEnumerable<Tick> ticks)
    {
        var sorted = Sort(ticks);
        var withTicks = Group(sorted, Timeframe.M1).ToDictionary(bar => bar.OpenTime);
        var first = withTicks.Keys.Min();
        var last = withTicks.Keys.Max();
        var bars = new List<Bar>();
        for (var open = first; open <= last; open += TimeSpan.FromMinutes(1))
        {
            bars.Add(withTicks.TryGetValue(open, out var bar) ? bar : Flat(open, bars[^1].Close));
        }

        if (first < sorted[0].OccurredAt)
        {
            bars[0] = With(bars[0], bars[0].Flags | BarFlags.Gap);
        }

        return [.. bars];
    }

    /// <summary>Closed bars of a longer timeframe; the last interval is left out where it is not complete.</summary>
    public static Bar[] Longer(Bar[] minutes, Timeframe timeframe)
    {
        var end = minutes[^1].CloseTime;
        return [.. minutes
            .GroupBy(bar => timeframe.Floor(bar.OpenTime))
            .Where(group => group.Key + timeframe.Duration() <= end)
            .Select(group => Join(group.Key, [.. group], timeframe))];
    }

    private static Tick[] Sort(IEnumerable<Tick> ticks) => [.. ticks.OrderBy(tick => tick.OccurredAt).ThenBy(tick => tick.Sequence)];

    private static IEnumerable<Bar> Group(IEnumerable<Tick> ticks, Timeframe timeframe) => Sort(ticks)
        .GroupBy(tick => timeframe.Floor(tick.OccurredAt))
        .Select(group => new Bar(
            timeframe,
            group.Key,
            open: group.First().Price,
            high: group.Max(tick => tick.Price),
            low: group.Min(tick => tick.Price),
            close: group.Last().Price,
            volume: (double)group.Sum(tick => (decimal)tick.Volume),
            buyVolume: (double)group.Where(tick => tick.Aggressor > 0).Sum(tick => (decimal)tick.Volume),
            tickCount: group.Count(),
            source: group.First().Venue,
            flags: group.Any(tick => tick.Backfilled) ? BarFlags.Filled : BarFlags.None));

    private static Bar Flat(Timestamp open, double price) => new(
        Timeframe.M1, open, open: price, high: price, low: price, close: price, volume: 0, buyVolume: 0, tickCount: 0, source: Venue.Binance, flags: BarFlags.Quiet);

    private static Bar Join(Timestamp open, Bar[] minutes, Timeframe timeframe)
    {
        var flags = minutes.Aggregate(BarFlags.None, (all, bar) => all | bar.Flags) & (BarFlags.Gap | BarFlags.Filled);
        if (minutes[0].OpenTime > open)
        {
            flags |= BarFlags.Gap;
        }

        foreach (var flag in (BarFlags[])[BarFlags.Quiet, BarFlags.History])
        {
            if (minutes.All(bar => bar.Flags.HasFlag(flag)))
            {
                flags |= flag;
            }
        }

        return new Bar(
            timeframe,
            open,
            open: minutes[0].Open,
            high: minutes.Max(bar => bar.High),
            low: minutes.Min(bar => bar.Low),
            close: minutes[^1].Close,
            volume: minutes.Sum(bar => bar.Volume),
            buyVolume: minutes.Sum(bar => bar.BuyVolume),
            tickCount: minutes.Sum(bar => bar.TickCount),
            source: minutes[^1].Source,
            flags: flags);
    }

    private static Bar With(in Bar bar, BarFlags flags) => new(
        bar.Timeframe,
        bar.OpenTime,
        open: bar.Open,
        high: bar.High,
        low: bar.Low,
        close: bar.Close,
        volume: bar.Volume,
        buyVolume: bar.BuyVolume,
        tickCount: bar.TickCount,
        source: bar.Source,
        flags: flags);
}
