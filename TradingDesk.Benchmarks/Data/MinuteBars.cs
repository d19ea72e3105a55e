using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Data;

/// <summary>
/// Seeded M1 bars of a random walk with volume. Prices are not on a tick grid: libraries part where an upward and a downward movement are exactly equal
/// (trading-signals counts both, Wilder and the others neither), and that is not what is compared.
/// </summary>
internal static class MinuteBars
{
    public static Bar[] Make(int count, int seed)
    {
        var random = new Random(seed);
        var bars = new Bar[count];
        var price = 500.0;
        for (var i = 0; i < count; i++)
        {
            var open = price;
            var close = Math.Clamp(open + ((random.NextDouble() - 0.5) * 0.8), 200, 800);
            var high = Math.Max(open, close) + (random.NextDouble() * 0.2);
            var low = Math.Min(open, close) - (random.NextDouble() * 0.2);
            bars[i] = new Bar(
                Timeframe.M1,
                TickSeries.Start + TimeSpan.FromMinutes(i),
                open: open,
                high: high,
                low: low,
                close: close,
                volume: random.Next(1, 1_000),
                buyVolume: 0,
                tickCount: 1,
                source: Venue.File,
                flags: BarFlags.None);
            price = close;
        }

        return bars;
    }
}
