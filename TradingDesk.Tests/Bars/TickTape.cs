using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Bars;

/// <summary>Ticks for tests of bars: a clean tape and ways to spoil it.</summary>
internal static class TickTape
{
    public static readonly Timestamp Start = TestBars.Start;

    public static Timestamp At(double seconds) => new(Start.UnixMicroseconds + (long)Math.Round(seconds * 1e6));

    public static Tick Trade(double seconds, double price, double volume = 1, long sequence = 0, int aggressor = 0, bool backfilled = false) =>
        Tick.Trade(0, Venue.Binance, At(seconds), At(seconds), price: price, volume: volume, aggressor: aggressor, sequence, backfilled);

    public static Tick Quote(double seconds, double bid, double ask, long sequence = 0) =>
        Tick.Quote(1, Venue.Mt5, At(seconds), At(seconds), bid: bid, ask: ask, sequence);

    /// <summary>Trades in order, up to <paramref name="perSecond"/> a second on average, starting at <paramref name="from"/> seconds, with pauses of minutes now and then.</summary>
    public static Tick[] Clean(int count, int seed, double from = 0, double perSecond = 4)
    {
        var random = new Random(seed);
        var price = 6_000_000L;
        var microseconds = (long)(from * 1e6);
        var ticks = new Tick[count];
        for (var i = 0; i < count; i++)
        {
            microseconds += (long)(random.NextDouble() * 2e6 / perSecond);
            if (random.Next(5_000) == 0)
            {
                microseconds += random.Next(1, 400) * 1_000_000L;
            }

            price = Math.Max(1, price + random.Next(-40, 41));
            var at = new Timestamp(Start.UnixMicroseconds + microseconds);
            ticks[i] = Tick.Trade(
                0, Venue.Binance, at, at, price: price * 0.01, volume: random.Next(1, 1_000_000) * 0.00001, aggressor: (random.Next(2) * 2) - 1, sequence: i + 1);
        }

        return ticks;
    }

    /// <summary>As received: the same ticks in another order of arrival.</summary>
    public static Tick Received(in Tick tick, Timestamp at) => Tick.Trade(
        tick.InstrumentId, tick.Venue, tick.OccurredAt, at, price: tick.Price, volume: tick.Volume, aggressor: tick.Aggressor, tick.Sequence, tick.Backfilled);
}
