using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Support;

/// <summary>Bars for tests: generated ones and files of them.</summary>
public static class TestBars
{
    public static readonly Timestamp Start = Timestamp.FromDateTimeOffset(new DateTimeOffset(2024, 8, 5, 0, 0, 0, TimeSpan.Zero));

    public static Bar Flat(int index, double price, double volume = 1, Timeframe timeframe = Timeframe.M1) =>
        Make(index, price, price, price, price, volume, timeframe);

    public static Bar Make(int index, double open, double high, double low, double close, double volume = 1, Timeframe timeframe = Timeframe.M1) => new(
        timeframe,
        new Timestamp(Start.UnixMicroseconds + (index * timeframe.DurationMicroseconds())),
        open: open,
        high: high,
        low: low,
        close: close,
        volume: volume,
        buyVolume: 0,
        tickCount: (int)Math.Min(volume, int.MaxValue),
        source: Venue.File,
        flags: BarFlags.None);

    /// <summary>A random walk on a tick grid, so that equal highs, lows and closes are frequent.</summary>
    public static Bar[] Walk(int count, int seed, double tick = 0.01, Timeframe timeframe = Timeframe.M1)
    {
        var random = new Random(seed);
        var price = 10_000L;
        var bars = new Bar[count];
        for (var i = 0; i < count; i++)
        {
            var open = price;
            var close = Math.Max(100, open + random.Next(-12, 13));
            var high = Math.Max(open, close) + random.Next(0, 6);
            var low = Math.Min(open, close) - random.Next(0, 6);
            bars[i] = Make(i, open * tick, high * tick, low * tick, close * tick, random.Next(0, 50), timeframe);
            price = close;
        }

        return bars;
    }

    /// <summary>The 24,424 bars of the smart-money-concepts reference; its times have no meaning for the results.</summary>
    public static Bar[] Eurusd()
    {
        var lines = File.ReadAllLines(SharedData.Require("smc/EURUSD_15M.csv"));
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line =>
        {
            var cells = line.Split(',');
            var openTime = Timestamp.FromDateTimeOffset(DateTimeOffset.ParseExact(
                cells[0], "yyyy.MM.dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
            return new Bar(
                Timeframe.M15,
                openTime,
                open: Number(cells[1]),
                high: Number(cells[2]),
                low: Number(cells[3]),
                close: Number(cells[4]),
                volume: Number(cells[5]),
                buyVolume: 0,
                tickCount: (int)Number(cells[5]),
                source: Venue.File,
                flags: BarFlags.None);
        })];
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
