using System.Collections.Concurrent;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// One-minute bars of the simulated market, made from exactly the ticks that the streams carry, a day at a time when first asked for, and kept
/// (56 bytes a bar; the oldest days go first). Longer bars are aggregations of these. Thread-safe.
/// </summary>
public sealed class SimulatedBars
{
    public const int MinutesPerDay = 1_440;
    private const int MaxCachedDays = 5 * (SimulatorOptions.MaxHistoryDays + 10);

    private readonly SimulatedMarket _market;
    private readonly ConcurrentDictionary<DayKey, SimulatedBar[]> _days = new();

    public SimulatedBars(SimulatedMarket market) => _market = market;

    /// <summary>The 1,440 bars of a UTC day, by minute of day. A day in progress is complete too: what lies in the future is the caller's to hide.</summary>
    /// <param name="day">Days since the Unix epoch, not before the market's origin.</param>
    public ReadOnlySpan<SimulatedBar> DayOf(int instrument, Venue venue, long day)
    {
        var key = new DayKey(day, instrument, venue);
        if (_days.TryGetValue(key, out var bars))
        {
            return bars;
        }

        bars = Build(instrument, venue, day);
        _days[key] = bars;
        if (_days.Count > MaxCachedDays)
        {
            _days.TryRemove(_days.Keys.MinBy(k => k.Day), out _);
        }

        return bars;
    }

    /// <summary>Aggregates whole minutes from <paramref name="minute"/> to <paramref name="endMinute"/> (exclusive).</summary>
    public SimulatedBar Aggregate(int instrument, Venue venue, long minute, long endMinute)
    {
        var result = default(SimulatedBar);
        while (minute < endMinute)
        {
            var day = minute / MinutesPerDay;
            var bars = DayOf(instrument, venue, day);
            var end = Math.Min(endMinute, (day + 1) * MinutesPerDay);
            for (; minute < end; minute++)
            {
                result.AddBar(bars[(int)(minute % MinutesPerDay)]);
            }
        }

        return result;
    }

    /// <summary>Makes the days of [from, to) on all cores, so that later questions are answered at once.</summary>
    public void Warm(Timestamp from, Timestamp to, CancellationToken cancellationToken)
    {
        var work = new List<DayKey>();
        for (var day = from.UnixSeconds / 86_400; day * 86_400 < to.UnixSeconds; day++)
        {
            for (var i = 0; i < _market.Instruments.Count; i++)
            {
                work.Add(new DayKey(day, i, Venue.Mt5));
                if (_market.Instruments[i].TradesOn(Venue.Binance))
                {
                    work.Add(new DayKey(day, i, Venue.Binance));
                }
            }
        }

        Parallel.ForEach(work, new ParallelOptions { CancellationToken = cancellationToken }, key => DayOf(key.Instrument, key.Venue, key.Day));
    }

    private SimulatedBar[] Build(int instrument, Venue venue, long day)
    {
        var bars = new SimulatedBar[MinutesPerDay];
        var ticks = new MinuteTicks();
        for (var i = 0; i < MinutesPerDay; i++)
        {
            var minute = (day * MinutesPerDay) + i;
            if (minute < _market.Origin.UnixSeconds / 60)
            {
                continue;
            }

            _market.Generate(instrument, venue, minute, ticks);
            bars[i] = venue == Venue.Binance ? FromTrades(ticks.Trades) : FromBids(ticks.Quotes);
        }

        return bars;
    }

    /// <summary>The bar over trades in order of time.</summary>
    public static SimulatedBar FromTrades(ReadOnlySpan<SimulatedTrade> trades)
    {
        var bar = default(SimulatedBar);
        foreach (ref readonly var trade in trades)
        {
            bar.AddTrade(trade);
        }

        return bar;
    }

    /// <summary>The bar over bids in order of time; volume is the number of quotes.</summary>
    public static SimulatedBar FromBids(ReadOnlySpan<SimulatedQuote> quotes)
    {
        var bar = default(SimulatedBar);
        foreach (ref readonly var quote in quotes)
        {
            bar.AddPrice((int)quote.BidTicks);
        }

        bar.Volume = bar.TickCount;
        return bar;
    }

    private readonly record struct DayKey(long Day, int Instrument, Venue Venue);
}
