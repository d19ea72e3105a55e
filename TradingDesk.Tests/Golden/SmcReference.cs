using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Golden;

/// <summary>The expected files of the smart-money-concepts library for its EURUSD data, swing length 5.</summary>
internal static class SmcReference
{
    public const string Bars = "smc/EURUSD_15M.csv";
    public const string Swings = "smc/swing_highs_lows_result_data.csv";
    public const string Breaks = "smc/bos_choch_result_data.csv";

    /// <summary>(row, +1 high or −1 low, level) without the first and last row, which are anchors of the batch and no swings.</summary>
    public static IEnumerable<(int Index, int Side, double Level)> ReadSwings()
    {
        var rows = Rows(Swings);
        return rows
            .Select((cells, index) => (index, cells))
            .Where(row => row.index > 0 && row.index < rows.Length - 1 && row.cells[0].Length > 0)
            .Select(row => (row.index, (int)TestBars.Number(row.cells[0]), TestBars.Number(row.cells[1])));
    }

    /// <summary>(row, is BOS, direction, level, broken row); rows that carry only a broken index were cancelled.</summary>
    public static IEnumerable<(int Index, bool IsBos, int Direction, double Level, int Broken)> ReadBreaks() => Rows(Breaks)
        .Select((cells, index) => (index, cells))
        .Where(row => row.cells[2].Length > 0)
        .Select(row => (
            row.index,
            row.cells[0].Length > 0,
            (int)TestBars.Number(row.cells[0].Length > 0 ? row.cells[0] : row.cells[1]),
            TestBars.Number(row.cells[2]),
            (int)TestBars.Number(row.cells[3])));

    private static string[][] Rows(string file) =>
        [.. File.ReadAllLines(SharedData.Require(file)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))];
}
