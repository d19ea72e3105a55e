using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Analysis.Parity;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G5: all structure families over 2,000 bars from nothing. The figure to beat, 63 ms for the reference library, is quoted.</summary>
internal sealed class StructureRecompute : IGoal
{
    private const int Bars = 2_000;
    private const double MaxMilliseconds = 0.6;
    private const double QuotedMilliseconds = 63;

    public string Id => "G5";

    public string Title => "structure, full recompute of 2,000 bars";

    public string Bar => "<= 0.6 ms (100x of the reference's quoted 63 ms); gaps equal its file; batch equals stream";

    public GoalReport Run(GoalContext context)
    {
        if (SmcFiles.Find() is not { } folder)
        {
            return GoalReport.NotEqual("the reference's files are absent, so nothing was compared: set TRADINGDESK_DATA");
        }

        var all = SmcFiles.ReadBars(folder);
        var (expected, gaps) = (SmcFiles.ReadGaps(folder), new SmcBatch(all, 5).Gaps(joinConsecutive: false));
        if (!expected.SequenceEqual(gaps))
        {
            return GoalReport.NotEqual($"{gaps.Count} gaps do not equal the {expected.Length} rows of the reference's file");
        }

        var bars = all[^Bars..];
        if (FindDifference(bars) is { } difference)
        {
            return GoalReport.NotEqual(difference);
        }

        var sink = new StructureRun.Counter();
        var figure = RatioProtocol.Repeat("ms", new Contender("all families, 2,000 bars", () => Measure.NanosecondsPerItem(1, () => StructureRun.Feed(StructureRun.New(), bars, sink)) / 1e6));
        return GoalReport.Measured(
            $"{expected.Length:N0} gaps of {all.Length:N0} bars equal the reference's file to the last bit; a recompute equals the stream event by event",
            [figure],
            [new BarCheck($"median {ReportWriter.Show(figure.Median)} ms <= {MaxMilliseconds} ms ({QuotedMilliseconds / figure.Median:N0}x of the quoted {QuotedMilliseconds} ms)", figure.Median <= MaxMilliseconds)],
            "Swings, BOS and CHOCH, live breaks, gaps, order blocks, range, pools, sweeps, periods and eight sessions; the quoted figure holds five of them.");
    }

    /// <summary>Event by event: the whole at once against bar by bar with the state carried over in the middle.</summary>
    private static string? FindDifference(Bar[] bars)
    {
        var (whole, stream) = (new StructureRun.Log(), new StructureRun.Log());
        StructureRun.Feed(StructureRun.New(), bars, whole);
        var first = StructureRun.New();
        StructureRun.Feed(first, bars.AsSpan(0, bars.Length / 2), stream);
        using var memory = new MemoryStream();
        using var writer = new StateWriter(memory);
        first.SaveState(writer);
        writer.Flush();
        memory.Position = 0;
        using var reader = new StateReader(memory);
        var second = StructureRun.New();
        second.LoadState(reader);
        StructureRun.Feed(second, bars.AsSpan(bars.Length / 2), stream);
        return whole.Events.SequenceEqual(stream.Events) ? null : "the recompute and the stream differ";
    }
}
