using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Golden;

/// <summary>Compares whole tables, every row and cell, with the reference's files.</summary>
internal static class SmcTables
{
    /// <summary>Spreads rows that name their place over a table of all bars; places without one are empty.</summary>
    public static double?[]?[] Spread<TRow>(int bars, IEnumerable<TRow> rows, Func<TRow, int> place, Func<TRow, double?[]> cells)
    {
        var table = new double?[]?[bars];
        foreach (var row in rows)
        {
            table[place(row)] = cells(row);
        }

        return table;
    }

    /// <summary>Reads the file, compares, prints the count, and fails with the first differences.</summary>
    /// <param name="floats">Columns that the reference computed in single precision.</param>
    /// <param name="empty">What an empty place of the table looks like in the file: <see langword="null"/> for no text.</param>
    public static void AssertEqual(ITestOutputHelper output, string file, double?[]?[] actual, int[] floats, double? empty = null)
    {
        var lines = File.ReadAllLines(SharedData.Require(file));
        var columns = lines[0].Split(',').Length;
        var rows = lines.Skip(1).ToArray();
        var faults = new List<string>();
        var mismatches = 0;
        for (var i = 0; i < Math.Max(rows.Length, actual.Length); i++)
        {
            var cells = i < rows.Length ? rows[i].Split(',') : [];
            for (var column = 0; column < columns; column++)
            {
                var expected = column < cells.Length && cells[column].Length > 0 ? TestBars.Number(cells[column]) : (double?)null;
                var got = i < actual.Length && actual[i] is { } row ? row[column] : empty;
                if (!AreEqual(expected, got, floats.Contains(column)))
                {
                    mismatches++;
                    faults.Add($"row {i}, column {column}: expected {expected:R}, got {got:R}");
                }
            }
        }

        output.WriteLine($"{Path.GetFileName(file)}: {rows.Length:N0} rows compared, {mismatches:N0} cells differ.");
        Assert.True(rows.Length == actual.Length, $"{file} has {rows.Length} rows, the table {actual.Length}.");
        Assert.True(mismatches == 0, $"{file}: {mismatches} cells differ; the first: {string.Join("; ", faults.Take(5))}");
    }

    private static bool AreEqual(double? expected, double? got, bool isFloat) =>
        expected.HasValue == got.HasValue && (expected is null || (isFloat ? (float)expected.Value == (float)got!.Value : expected.Value == got!.Value));
}
