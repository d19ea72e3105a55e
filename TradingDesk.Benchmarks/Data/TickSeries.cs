using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Data;

/// <summary>Seeded trades of a random walk, as a venue would send them: in order, one instant each, prices on the tick grid.</summary>
internal static class TickSeries
{
    /// <summary>Monday 2024-08-05 00:00 UTC: all boundaries up to H4 meet here.</summary>
    public static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_722_816_000);

    public static Tick[] Make(int count, TimeSpan spacing, int seed, int instrumentId = 0)
    {
        var random = new Random(seed);
        var ticks = new Tick[count];
        var price = 60_000.0;
        for (var i = 0; i < count; i++)
        {
            price = Math.Max(1, price + (random.Next(-5, 6) * 0.25));
            var at = Start + (spacing * i);
            ticks[i] = Tick.Trade(instrumentId, Venue.Binance, at, at, price: price, volume: random.Next(1, 200) / 1_000.0, aggressor: random.Next(2) == 0 ? 1 : -1, sequence: i + 1);
        }

        return ticks;
    }
}
