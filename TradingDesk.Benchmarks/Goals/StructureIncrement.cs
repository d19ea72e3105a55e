using System.Diagnostics;
using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G6: one new bar against a full recompute of the same 2,000 bars in the same run.</summary>
internal sealed class StructureIncrement : IGoal
{
    private const int Warm = 2_000;
    private const int Bars = 200_000;
    private const double MinRatio = 200;
    private const double MaxMicroseconds = 5;

    public string Id => "G6";

    public string Title => "structure, one new bar";

    public string Bar => ">= 200x cheaper than the full recompute, p99 <= 5 us, 0 B per bar";

    public GoalReport Run(GoalContext context)
    {
        var bars = BarSeries.Make(Warm + Bars, seed: 6);
        if (FindDifference(bars) is { } difference)
        {
            return GoalReport.NotEqual(difference);
        }

        var sink = new StructureRun.Counter();
        var comparison = RatioProtocol.Compare(
            "us",
            new Contender("one new bar", () => MeanMicroseconds(bars, sink)),
            new Contender("full recompute", () => Measure.NanosecondsPerItem(1, () => StructureRun.Feed(StructureRun.New(), bars.AsSpan(0, Warm), sink)) / 1e3));
        var p99 = RatioProtocol.Repeat("us", new Contender("p99 of one bar", () => PercentileMicroseconds(bars, sink)));

        // A second time through the same bars: the lists have grown as far as they will.
        var market = StructureRun.New();
        StructureRun.Feed(market, bars, sink);
        market.Reset();
        var bytes = Math.Round(Measure.BytesPerItem(bars.Length, () => StructureRun.Feed(market, bars, sink)), 1);
        return GoalReport.Measured(
            "the events of bars 2,001 to 2,200 are the same whether the first 2,000 were taken bar by bar or recomputed for each",
            [comparison.Product, comparison.Peer, comparison.Ratio, p99, Figure.Single("allocated", "B/bar", bytes)],
            [
                new BarCheck($"{ReportWriter.Show(comparison.Ratio.Median)}x >= {MinRatio}x", comparison.Ratio.Median >= MinRatio),
                new BarCheck($"p99 {ReportWriter.Show(p99.Median)} us <= {MaxMicroseconds} us", p99.Median <= MaxMicroseconds),
                new BarCheck($"{bytes} B/bar", bytes == 0),
            ],
            "The p99 holds the cost of reading the clock twice per bar.");
    }

    private static double MeanMicroseconds(Bar[] bars, StructureRun.Counter sink)
    {
        var market = StructureRun.New();
        StructureRun.Feed(market, bars.AsSpan(0, Warm), sink);
        var started = Stopwatch.GetTimestamp();
        StructureRun.Feed(market, bars.AsSpan(Warm), sink);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / Bars;
    }

    private static double PercentileMicroseconds(Bar[] bars, StructureRun.Counter sink)
    {
        var market = StructureRun.New();
        StructureRun.Feed(market, bars.AsSpan(0, Warm), sink);
        var ticks = new long[Bars];
        for (var i = 0; i < Bars; i++)
        {
            var started = Stopwatch.GetTimestamp();
            market.Update(bars[Warm + i], sink);
            ticks[i] = Stopwatch.GetTimestamp() - started;
        }

        Array.Sort(ticks);
        return ticks[Bars * 99 / 100] * 1e6 / Stopwatch.Frequency;
    }

    private static string? FindDifference(Bar[] bars)
    {
        var stream = StructureRun.New();
        StructureRun.Feed(stream, bars.AsSpan(0, Warm), new StructureRun.Counter());
        for (var i = Warm; i < Warm + 200; i++)
        {
            var (incremental, recomputed) = (new StructureRun.Log(), new StructureRun.Log());
            StructureRun.Feed(stream, bars.AsSpan(i, 1), incremental);
            var fresh = StructureRun.New();
            StructureRun.Feed(fresh, bars.AsSpan(0, i), new StructureRun.Counter());
            StructureRun.Feed(fresh, bars.AsSpan(i, 1), recomputed);
            if (!incremental.Events.SequenceEqual(recomputed.Events))
            {
                return $"the events of bar {i} differ";
            }
        }

        return null;
    }
}
