using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Data;

/// <summary>Bars for the structure goals: a seeded walk on a tick grid, where equal prices are frequent.</summary>
internal static class BarSeries
{
    public static Bar[] Make(int count, int seed, Timeframe timeframe = Timeframe.M15)
    {
        var random = new Random(seed);
        var price = 100_000L;
        var bars = new Bar[count];
        for (var i = 0; i < count; i++)
        {
            var open = price;
            price = Math.Max(1_000, open + random.Next(-40, 41));
            var (high, low) = (Math.Max(open, price) + random.Next(0, 20), Math.Min(open, price) - random.Next(0, 20));
            bars[i] = new Bar(
                timeframe, TickSeries.Start + (timeframe.Duration() * i), open: open * 0.01, high: high * 0.01, low: low * 0.01, close: price * 0.01, volume: 10 + random.Next(50), buyVolume: 5,
                tickCount: 100, source: Venue.Binance, flags: BarFlags.History);
        }

        return bars;
    }
}
