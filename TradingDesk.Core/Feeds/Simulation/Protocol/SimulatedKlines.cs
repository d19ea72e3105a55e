using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>One kline as Binance means it: all aggregate trades with T in [OpenTime, CloseTime] milliseconds that have happened.</summary>
internal readonly record struct SimulatedKline(long OpenTime, long CloseTime, SimulatedBar Bar, long FirstTradeIndex);

/// <summary>Klines of Binance symbols as of an instant, from the same trades as the streams. One per server loop or request: it holds a tick buffer.</summary>
internal sealed class SimulatedKlines(SimulatedMarket market, SimulatedBars bars)
{
    private readonly MinuteTicks _ticks = new();

    /// <summary>The kline that opens at <paramref name="openTime"/>, with what happened before <paramref name="now"/> (microseconds).</summary>
    public SimulatedKline Get(int instrument, KlineInterval interval, long openTime, long now)
    {
        var from = openTime * 1_000;
        var to = Math.Min(from + (interval.Milliseconds * 1_000), now);
        var bar = default(SimulatedBar);
        var firstMinute = from / 60_000_000;
        var endMinute = to / 60_000_000;
        if (from % 60_000_000 == 0)
        {
            bar = bars.Aggregate(instrument, Venue.Binance, firstMinute, endMinute);
        }

        if (to % 60_000_000 != 0)
        {
            bar.AddBar(Within(instrument, endMinute, from, to));
        }

        var firstIndex = market.FirstTradeIndexOf(instrument, firstMinute) + SkippedBefore(instrument, firstMinute, from);
        if (bar.TickCount == 0)
        {
            var close = PriceBefore(instrument, from);
            bar = new SimulatedBar { Open = close, High = close, Low = close, Close = close };
        }

        return new SimulatedKline(openTime, openTime + interval.Milliseconds - 1, bar, firstIndex);
    }

    /// <summary>The last trade price before an instant, in ticks.</summary>
    public int PriceBefore(int instrument, long microseconds)
    {
        for (var minute = microseconds / 60_000_000; minute >= market.Origin.UnixSeconds / 60; minute--)
        {
            market.Generate(instrument, Venue.Binance, minute, _ticks);
            for (var i = _ticks.Trades.Length - 1; i >= 0; i--)
            {
                if (_ticks.Trades[i].At < microseconds)
                {
                    return (int)_ticks.Trades[i].PriceTicks;
                }
            }
        }

        market.Generate(instrument, Venue.Binance, market.Origin.UnixSeconds / 60, _ticks);
        return (int)_ticks.Trades[0].PriceTicks;
    }

    private SimulatedBar Within(int instrument, long minute, long from, long to)
    {
        market.Generate(instrument, Venue.Binance, minute, _ticks);
        var bar = default(SimulatedBar);
        foreach (ref readonly var trade in _ticks.Trades)
        {
            if (trade.At >= from && trade.At < to)
            {
                bar.AddTrade(trade);
            }
        }

        return bar;
    }

    private int SkippedBefore(int instrument, long minute, long from)
    {
        if (from % 60_000_000 == 0)
        {
            return 0;
        }

        market.Generate(instrument, Venue.Binance, minute, _ticks);
        var skipped = 0;
        while (skipped < _ticks.Trades.Length && _ticks.Trades[skipped].At < from)
        {
            skipped++;
        }

        return skipped;
    }
}
