using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.OrderFlow;

/// <summary>Ticks of a Binance instrument at stated milliseconds after the start.</summary>
internal static class Flow
{
    public static Timestamp At(double milliseconds) => new(TestBars.Start.UnixMicroseconds + (long)(milliseconds * 1_000));

    public static Tick Quote(double milliseconds, double bid, double ask, bool backfilled = false, Venue venue = Venue.Binance) =>
        Tick.Quote(0, venue, At(milliseconds), At(milliseconds), bid, ask, backfilled: backfilled);

    public static Tick Trade(double milliseconds, double price, double volume, int aggressor, bool backfilled = false) =>
        Tick.Trade(0, Venue.Binance, At(milliseconds), At(milliseconds), price, volume, aggressor, backfilled: backfilled);

    public static Bar Bar(int minute, double volume, double buyVolume, int ticks = 1, BarFlags flags = BarFlags.None, double high = 100, double low = 100) => new(
        Timeframe.M1, At(minute * 60_000.0), open: low, high: high, low: low, close: high, volume: volume, buyVolume: buyVolume, tickCount: ticks, source: Venue.Binance, flags: flags);

    /// <summary>A market that drifts: quotes and trades with known and unknown aggressors, some seconds without anything.</summary>
    public static Tick[] Random(int count, int seed)
    {
        var random = new Random(seed);
        var ticks = new Tick[count];
        var (price, at) = (10_000L, 0.0);
        for (var i = 0; i < count; i++)
        {
            at += random.Next(20) == 0 ? random.Next(0, 9_000) : random.Next(0, 400);
            price += random.Next(-3, 4);
            ticks[i] = i == 0 || random.Next(2) == 0
                ? Quote(at, (price - random.Next(1, 3)) * 0.01, (price + random.Next(1, 3)) * 0.01)
                : Trade(at, (price + random.Next(-2, 3)) * 0.01, random.Next(1, 400) / 64.0, random.Next(-1, 2));
        }

        return ticks;
    }
}
