using System.Globalization;
using TradingDesk.Core.Analysis.Parity;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Data;

/// <summary>The reference library's bars and gaps, beside the repository or in <c>$TRADINGDESK_DATA</c>.</summary>
internal static class SmcFiles
{
    /// <summary>The folder; <see langword="null"/> where it is absent.</summary>
    public static string? Find()
    {
        string?[] roots = [Environment.GetEnvironmentVariable("TRADINGDESK_DATA"), Path.Combine("..", "shared", "data"), Path.Combine("..", "..", "shared", "data")];
        return roots.OfType<string>().Select(root => Path.Combine(root, "smc")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "EURUSD_15M.csv")));
    }

    public static Bar[] ReadBars(string folder) => [.. Rows(folder, "EURUSD_15M.csv").Select(cells => new Bar(
        Timeframe.M15,
        Timestamp.FromDateTimeOffset(DateTimeOffset.ParseExact(cells[0], "yyyy.MM.dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        open: Number(cells[1]),
        high: Number(cells[2]),
        low: Number(cells[3]),
        close: Number(cells[4]),
        volume: Number(cells[5]),
        buyVolume: 0,
        tickCount: (int)Number(cells[5]),
        source: Venue.File,
        flags: BarFlags.History))];

    public static SmcGap[] ReadGaps(string folder) => [.. Rows(folder, "fvg_result_data.csv")
        .Select((cells, row) => (cells, row))
        .Where(item => item.cells[0].Length > 0)
        .Select(item => new SmcGap(item.row, (int)Number(item.cells[0]), Top: Number(item.cells[1]), Bottom: Number(item.cells[2]), Mitigated: (int)Number(item.cells[3])))];

    private static IEnumerable<string[]> Rows(string folder, string file) => File.ReadLines(Path.Combine(folder, file)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
