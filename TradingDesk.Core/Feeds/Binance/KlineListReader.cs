using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Reads a REST klines answer: lists of openTime, open, high, low, close, volume, closeTime, quote volume, trades, taker buy volume, …</summary>
internal static class KlineListReader
{
    public static string IntervalOf(Timeframe timeframe) => timeframe switch
    {
        Timeframe.S1 => "1s",
        Timeframe.M1 => "1m",
        Timeframe.M5 => "5m",
        Timeframe.M15 => "15m",
        Timeframe.M30 => "30m",
        Timeframe.H1 => "1h",
        Timeframe.H4 => "4h",
        Timeframe.D1 => "1d",
        _ => throw new ArgumentOutOfRangeException(nameof(timeframe), timeframe, "Unknown timeframe."),
    };

    /// <summary>Adds the bars of the page that opened in [from, to) and have closed; gives the number of rows and the last open time.</summary>
    public static Outcome<(int Rows, Timestamp LastOpen)> Read(byte[] utf8, Timeframe timeframe, List<Bar> bars, Timestamp from, Timestamp to, Timestamp now)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var rows = 0;
            var lastOpen = from;
            foreach (var row in document.RootElement.EnumerateArray())
            {
                rows++;
                if (!VenueTime.TryRead(row[0].GetInt64(), out var open) || (rows > 1 && open <= lastOpen))
                {
                    return Bad("open times do not rise");
                }

                lastOpen = open;
                if (open >= from && open < to && open + timeframe.Duration() <= now)
                {
                    bars.Add(ToBar(row, timeframe, open));
                }
            }

            return (rows, lastOpen);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException or FormatException or ArgumentException)
        {
            return Bad(e.Message);
        }
    }

    private static Bar ToBar(in JsonElement row, Timeframe timeframe, Timestamp open) => new(
        timeframe, open, open: Number(row[1]), high: Number(row[2]), low: Number(row[3]), close: Number(row[4]), volume: Number(row[5]),
        buyVolume: Number(row[9]), tickCount: row[8].GetInt32(), source: Venue.Binance, flags: BarFlags.History);

    private static double Number(in JsonElement element) => double.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Fault Bad(string why) => new("BAD_ANSWER", $"The candles are not what they should be: {why}");
}
