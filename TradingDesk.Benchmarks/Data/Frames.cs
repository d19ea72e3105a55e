using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace TradingDesk.Benchmarks.Data;

/// <summary>Binance frames for measurements: recorded ones where they lie beside the repository, otherwise made up in the same shapes.</summary>
internal static class Frames
{
    private const string Recorded = "binance-frames/spot_btcusdt_20240809.gz";

    /// <summary>Up to <paramref name="limit"/> whole frames of all kinds, in the order of receipt, and where they come from.</summary>
    public static (byte[][] Frames, string Source) Load(int limit)
    {
        if (Find(Recorded) is not { } path)
        {
            return ([.. Enumerable.Range(0, limit).Select(i => i % 3 == 0 ? MakeTrade(i) : MakeQuote(i))], "made-up frames (no recorded ones at hand)");
        }

        var frames = new List<byte[]>();
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (frames.Count < limit && reader.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            frames.Add(Encoding.UTF8.GetBytes(line[(space + 1)..]));
        }

        return ([.. frames], "recorded frames of BTCUSDT spot, 2024-08-09");
    }

    /// <summary>A combined-stream trade frame; ids rise by one with <paramref name="i"/>, times by <paramref name="stepMilliseconds"/>.</summary>
    public static byte[] MakeTrade(int i, int stepMilliseconds = 1)
    {
        var time = TickSeries.Start.UnixMilliseconds + ((long)i * stepMilliseconds);
        var price = 60_000m + (Math.Abs((i % 2_000) - 1_000) * 0.25m);
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"stream":"btcusdt@trade","data":{"e":"trade","E":{{{time}}},"s":"BTCUSDT","t":{{{1_000_000 + i}}},"p":"{{{price:0.00000000}}}","q":"0.{{{10_000 + (i % 80_000)}}}000","T":{{{time}}},"m":{{{(i % 2 == 0 ? "true" : "false")}}},"M":true}}"""));
    }

    public static byte[] MakeQuote(int i)
    {
        var bid = 60_000m + (i % 977 * 0.25m);
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"stream":"btcusdt@bookTicker","data":{"u":{{{50_000_000 + i}}},"s":"BTCUSDT","b":"{{{bid:0.00000000}}}","B":"1.25869000","a":"{{{bid + 0.01m:0.00000000}}}","A":"2.44816000"}}"""));
    }

    private static string? Find(string relative)
    {
        var named = Environment.GetEnvironmentVariable("TRADINGDESK_DATA");
        if (!string.IsNullOrEmpty(named))
        {
            return Existing(Path.Combine(named, relative));
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TradingDesk.sln")))
            {
                return Existing(Path.Combine(folder.FullName, "..", "shared", "data", relative));
            }
        }

        return null;
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
