using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Benchmarks.Storage;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G14: bulk rows through the product's writer against a bare loop on the same library.</summary>
internal sealed class RowWriting : IGoal
{
    private const double MinShare = 0.7;
    private const double MinRate = 500_000;

    public string Id => "G14";

    public string Title => "SQLite rows through the product's writer";

    public string Bar => ">= 0.7x of a raw prepared-statement loop and >= 500,000 rows/s";

    public GoalReport Run(GoalContext context) => StorageFigures.Compare(() => VolumeWrites.Run(), result =>
    {
        var rate = result.Product.First(samples => samples.Unit == "rows/s").Median;
        return
        [
            new BarCheck($"{ReportWriter.Show(result.Ratio.Median)}x >= {MinShare}x", result.Ratio.Median >= MinShare),
            new BarCheck($"{rate:N0} rows/s >= {MinRate:N0}", rate >= MinRate),
        ];
    });
}

/// <summary>G15: 500 bars of a million through the data access layer against the bare statement.</summary>
internal sealed class BarReading : IGoal
{
    private const double MinShare = 0.25;
    private const double MaxMicroseconds = 1_000;

    public string Id => "G15";

    public string Title => "500 bars of a million through the data access layer";

    public string Bar => "p95 <= 4x of the bare statement and <= 1 ms";

    public GoalReport Run(GoalContext context) => StorageFigures.Compare(() => BarQueries.Run(), result =>
    {
        var p95 = result.Product.First(samples => samples.Name == "p95").Median;
        return
        [
            new BarCheck($"p95 {ReportWriter.Show(1 / result.Ratio.Median)}x of the bare one <= 4x", result.Ratio.Median >= MinShare),
            new BarCheck($"p95 {p95:N0} us <= {MaxMicroseconds:N0} us", p95 <= MaxMicroseconds),
        ];
    });
}

/// <summary>G20: start with a million bars: of the storage alone, and of the whole process, after kill -9 too.</summary>
internal sealed class StoredStart : IGoal
{
    private const double MaxStart = 2_000;
    private const double MaxRestart = 3_000;

    public string Id => "G20";

    public string Title => "start with 1,000,000 stored bars";

    public string Bar => "ready <= 2 s; after kill -9 <= 3 s";

    public GoalReport Run(GoalContext context)
    {
        var parts = DatabaseStart.Run();
        var storage = parts.Sum(samples => samples.Median);
        List<Figure> figures = [.. parts.Select(StorageFigures.ToFigure), Figure.Single("storage part together", "ms", storage)];
        const string Equality = "2,000 bars of every instrument and timeframe come back";
        if (DeskUnderTest.AssemblyPath is null)
        {
            return GoalReport.Measured(Equality, figures, [new BarCheck("the executable is built: dotnet build -c Release", Passed: false)]);
        }

        var whole = ProcessStart.RunAsync().GetAwaiter().GetResult();
        var (start, restart) = (whole[0].Median, whole[1].Median);
        return GoalReport.Measured(
            Equality,
            [.. figures, .. whole.Select(StorageFigures.ToFigure)],
            [new BarCheck($"ready after {start:N0} ms <= {MaxStart:N0} ms", start <= MaxStart), new BarCheck($"ready after kill -9 in {restart:N0} ms <= {MaxRestart:N0} ms", restart <= MaxRestart)],
            "Ready means that the API serves, the journal is open and its state restored, and orders are taken; a symbol trades once its 30 days of history have passed through the analyses (last figure).");
    }
}

/// <summary>From the storage measurements' own records to reports.</summary>
internal static class StorageFigures
{
    public static GoalReport Compare(Func<Storage.Comparison> run, Func<Storage.Comparison, IReadOnlyList<BarCheck>> judge)
    {
        Storage.Comparison result;
        try
        {
            result = run();
        }
        catch (InvalidOperationException difference)
        {
            return GoalReport.NotEqual(difference.Message);
        }

        var figures = result.Product.Select(samples => Named("product", samples)).Concat(result.Peer.Select(samples => Named("bare", samples))).Append(ToFigure(result.Ratio));
        return GoalReport.Measured(result.Equality, [.. figures], judge(result), "The product's side includes queue, thread, batching and checkpoints; the bare side has none of them.");
    }

    public static Figure ToFigure(Samples samples) => Figure.Of(samples.Name, samples.Unit, samples.Values);

    private static Figure Named(string side, Samples samples) => Figure.Of($"{side} {samples.Name}", samples.Unit, samples.Values);
}
