using System.Runtime.CompilerServices;
using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Replay;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G18: memory of a desk of 50 symbols that has seen 2,000 bars on each of five timeframes, and of the bars themselves.</summary>
internal sealed class BarMemory : IGoal
{
    private const int Symbols = 50;
    private const int BarsPerTimeframe = 2_000;
    private const double MaxBarMegabytes = 40;
    private const double MaxProcessMegabytes = 250;
    private const double MaxSlope = 1;

    public string Id => "G18";

    public string Title => "memory of 50 symbols x 5 timeframes x 2,000 bars";

    public string Bar => "bars <= 40 MB, process <= 250 MB after an hour's soak, slope < 1 MB/h";

    public GoalReport Run(GoalContext context)
    {
        var before = Heap();
        var bars = TimeframeExtensions.Decision.Select(MakeBars).ToArray();
        var kept = Enumerable.Range(0, Symbols).Select(_ => bars.Select(series => (Bar[])series.Clone()).ToArray()).ToArray();
        var withBars = Heap();
        var pipeline = new DeskPipeline([.. Instruments.Make(Symbols).Select((config, id) => config.ToSettings(id))], new PipelineOptions(), new ReplayOutput());
        foreach (var lane in Enumerable.Range(0, Symbols))
        {
            foreach (var series in kept[lane])
            {
                Feed(pipeline.Lanes[lane], series);
            }
        }

        var withDesk = Heap();
        var seen = pipeline.Lanes.Sum(lane => TimeframeExtensions.Decision.Sum(timeframe => lane.Analysis(timeframe).BarsUsed));
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var (barMegabytes, deskMegabytes, processMegabytes) = ((withBars - before) / 1e6, (withDesk - withBars) / 1e6, process.WorkingSet64 / 1e6);
        GC.KeepAlive(kept);
        kept = [];
        Heap();
        var soak = MemorySoak.Run(pipeline, Symbols, context.IsLong ? 3_600 : 120);
        if (seen != Symbols * BarsPerTimeframe * bars.Length)
        {
            return GoalReport.NotEqual($"the analysers saw {seen} bars, expected {Symbols * BarsPerTimeframe * bars.Length}");
        }

        return GoalReport.Measured(
            $"every one of {seen:N0} bars reached its analysis",
            [
                Figure.Single("one bar", "B", Unsafe.SizeOf<Bar>()), Figure.Single("bars", "MB", barMegabytes),
                Figure.Single("analysis, ladders, validators", "MB", deskMegabytes), Figure.Single("whole process", "MB", processMegabytes),
                Figure.Single("whole process after the soak, tick buffers full", "MB", soak.Megabytes), Figure.Single("slope of the soak's second half", "MB/h", soak.SlopePerHour), Figure.Single("soak", "s", soak.Seconds),
            ],
            [
                new BarCheck($"bars {barMegabytes:N1} MB <= {MaxBarMegabytes} MB", barMegabytes <= MaxBarMegabytes),
                new BarCheck($"process {soak.Megabytes:N1} MB after {soak.Seconds} s <= {MaxProcessMegabytes} MB", soak.Megabytes <= MaxProcessMegabytes),
                .. context.IsLong ? [new BarCheck($"slope {soak.SlopePerHour:N2} MB/h < {MaxSlope} MB/h", soak.SlopePerHour < MaxSlope)] : Array.Empty<BarCheck>(),
            ],
            "Tick buffers have a budget of their own (96 MB for all symbols): empty in the first figures, full in the soak, from which the bars held for comparison are gone.",
            "The slope is judged over an hour (--long); over two minutes it shows the collector's saw-tooth as much as a leak.");
    }

    private static void Feed(SymbolLane lane, Bar[] series)
    {
        var timeframe = series[0].Timeframe;
        var sink = new LogSink(lane.Log(timeframe));
        foreach (ref readonly var bar in series.AsSpan())
        {
            lane.Analysis(timeframe).Update(bar, sink);
        }
    }

    private static Bar[] MakeBars(Timeframe timeframe)
    {
        var random = new Random(18);
        var price = 60_000.0;
        var bars = new Bar[BarsPerTimeframe];
        for (var i = 0; i < bars.Length; i++)
        {
            var open = price;
            price = Math.Max(1, price + (random.Next(-40, 41) * 0.5));
            var openTime = TickSeries.Start + (timeframe.Duration() * i);
            bars[i] = new Bar(
                timeframe, openTime, open: open, high: Math.Max(open, price) + 2, low: Math.Min(open, price) - 2, close: price, volume: 10 + random.Next(50), buyVolume: 5, tickCount: 100,
                source: Venue.Binance, flags: BarFlags.History);
        }

        return bars;
    }

    private static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Keeps what the analysis says where the lane keeps it.</summary>
    private sealed class LogSink(StructureLog log) : IEventSink<StructureEvent>
    {
        public void Add(in StructureEvent item) => log.Add(item);
    }
}
