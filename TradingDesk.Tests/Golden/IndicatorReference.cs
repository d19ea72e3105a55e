using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Golden;

/// <summary>Input and expected result files of Stock.Indicators.</summary>
internal static class IndicatorReference
{
    public const string Quotes = "indicator-results/default.csv";

    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "MM/dd/yyyy", "M/d/yyyy", "MM/dd/yy", "M/d/yy", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>The rows of a quotes file that are bars at all: a row with an empty or impossible price cannot become a <see cref="Bar"/>.</summary>
    public static Bar[] ReadBars(string file)
    {
        var bars = new List<Bar>();
        foreach (var line in File.ReadLines(SharedData.Require(file)).Skip(1))
        {
            if (TryReadBar(line.Split(','), out var bar))
            {
                bars.Add(bar);
            }
        }

        return [.. bars];
    }

    /// <summary>One property of each row of a result file; null where the file has null.</summary>
    public static double?[] ReadResults(string file, string property)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.Require(file)));
        return [.. document.RootElement.EnumerateArray().Select(row =>
            row.GetProperty(property) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : (double?)null)];
    }

    private static bool TryReadBar(string[] cells, out Bar bar)
    {
        bar = default;
        var values = new double[5];
        for (var i = 0; i < values.Length; i++)
        {
            if (cells.Length < 6 || !double.TryParse(cells[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                return false;
            }
        }

        if (!DateTimeOffset.TryParseExact(
            cells[0], DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return false;
        }

        try
        {
            bar = new Bar(
                Timeframe.D1,
                Timestamp.FromDateTimeOffset(date),
                open: values[0],
                high: values[1],
                low: values[2],
                close: values[3],
                volume: values[4],
                buyVolume: 0,
                tickCount: 0,
                source: Venue.File,
                flags: BarFlags.History);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
