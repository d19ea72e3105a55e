using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Replay;
using TradingDesk.Core.Ticks;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G19: what the tick path allocates, and what the collector does while ticks come at 20,000 a second.</summary>
internal sealed class Garbage : IGoal
{
    /// <summary>The load is meant: nothing is to be thinned out.</summary>
    private static readonly SpikeOptions EveryTick = new() { TicksPerSecond = 1_000_000 };

    private const int Symbols = 3;
    private const int TicksPerSecond = 20_000;
    private const double MaxPauseMilliseconds = 20;

    public string Id => "G19";

    public string Title => "allocation and collections at 20,000 ticks/s";

    public string Bar => "0 B per tick, no gen 2 collection caused by ticks, longest pause <= 20 ms";

    public GoalReport Run(GoalContext context)
    {
        var perTick = MeasureTickPath(out var ticks);
        var seconds = context.IsLong ? 600 : 30;
        var soak = Soak(seconds);
        if (soak.Accepted != (long)seconds * TicksPerSecond)
        {
            return GoalReport.NotEqual($"{soak.Accepted:N0} ticks accepted of {(long)seconds * TicksPerSecond:N0} sent");
        }

        return GoalReport.Measured(
            $"all {soak.Accepted:N0} ticks sent were accepted",
            [
                Figure.Single("allocated between two bar closes", "B/tick", perTick), Figure.Single("allocated in the soak, bars and decisions included", "B/tick", soak.BytesPerTick),
                Figure.Single("gen 0 / 1 collections", "", soak.Young), Figure.Single("gen 2 collections", "", soak.Old), Figure.Single("longest pause", "ms", soak.LongestPause),
                Figure.Single("soak", "s", seconds),
            ],
            [
                new BarCheck($"{perTick} B/tick over {ticks:N0} ticks", perTick == 0), new BarCheck($"{soak.Old} gen 2 collections", soak.Old == 0),
                new BarCheck($"longest pause {soak.LongestPause:N2} ms <= {MaxPauseMilliseconds} ms", soak.LongestPause <= MaxPauseMilliseconds),
            ],
            "The goal's own length is 600 s (--long).",
            "The soak's tick buffers are still filling their fixed budget, 32 B a tick; the first figure is with full ones.");
    }

    private static DeskPipeline Pipeline(int tickMegabytes) => new(
        [.. Instruments.Make(Symbols).Select((config, id) => config.ToSettings(id) with { TickBuffer = new TickBufferOptions { TotalMegabytes = tickMegabytes }, Spike = EveryTick })],
        new PipelineOptions(),
        new ReplayOutput());

    /// <summary>Bytes per tick from the 10th to the 50th second of a minute that is like the ones before it, the tick buffers having filled their budget.</summary>
    private static double MeasureTickPath(out int ticks)
    {
        var load = new MarketLoad(Symbols, TimeSpan.FromMilliseconds(1), seed: 19);
        var pipeline = Pipeline(tickMegabytes: 1);
        const int PerSecond = Symbols * 1_000;
        var batch = new MarketEvent[PerSecond];
        for (var second = 0; second < 130; second++)
        {
            Process(pipeline, load, batch);
        }

        ticks = 0;
        long allocated = 0;
        for (var second = 0; second < 40; second++)
        {
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = load.Next();
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            pipeline.Process(batch, batch.Length);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            ticks += batch.Length;
        }

        return (double)allocated / ticks;
    }

    private static void Process(DeskPipeline pipeline, MarketLoad load, MarketEvent[] batch)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = load.Next();
        }

        pipeline.Process(batch, batch.Length);
    }

    private static (long Accepted, double BytesPerTick, int Young, int Old, double LongestPause) Soak(int seconds)
    {
        var load = new MarketLoad(Symbols, TimeSpan.FromSeconds(1) * Symbols / TicksPerSecond, seed: 20);
        var pipeline = Pipeline(tickMegabytes: 96);
        var queue = new IngestQueue();
        var engine = new DeskEngine(pipeline, queue, TimeProvider.System, new StageTimer(TimeProvider.System), NullLogger<DeskEngine>.Instance);
        var worker = new Thread(engine.Run);
        worker.Start();
        GC.Collect();
        var (bytes, young, old, pause) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0), GC.CollectionCount(2), 0.0);
        var seenCollections = young;
        SteadyLoad.Publish(queue, load, TicksPerSecond, seconds, _ => pause = Math.Max(pause, LongestNewPause(ref seenCollections)));
        queue.Complete();
        worker.Join();
        pause = Math.Max(pause, LongestNewPause(ref seenCollections));
        return (
            pipeline.Lanes.Sum(lane => lane.TickCount), (double)(GC.GetTotalAllocatedBytes() - bytes) / ((long)seconds * TicksPerSecond), GC.CollectionCount(0) - young, GC.CollectionCount(2) - old, pause);
    }

    private static double LongestNewPause(ref int seen)
    {
        var now = GC.CollectionCount(0);
        if (now == seen)
        {
            return 0;
        }

        seen = now;
        var longest = 0.0;
        foreach (var duration in GC.GetGCMemoryInfo(GCKind.Any).PauseDurations)
        {
            longest = Math.Max(longest, duration.TotalMilliseconds);
        }

        return longest;
    }
}
