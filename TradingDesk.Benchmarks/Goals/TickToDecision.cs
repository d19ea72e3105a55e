using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Replay;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G12: from the scheduled instant of an M1-closing tick to its decision, through queue and engine, under a steady open-loop load.</summary>
internal sealed class TickToDecision : IGoal
{
    private const int Symbols = 3;
    private const int TicksPerSecond = 20_000;
    private const int WarmUpSeconds = 4;
    private const double MaxP50 = 50;
    private const double MaxP99 = 500;
    private const double MaxP999 = 5_000;

    public string Id => "G12";

    public string Title => "M1-closing tick to decision at 20,000 ticks/s";

    public string Bar => "p50 <= 50 us, p99 <= 500 us, p99.9 <= 5 ms over >= 10,000 decisions";

    public GoalReport Run(GoalContext context)
    {
        var seconds = WarmUpSeconds + (context.IsLong ? 120 : 24);
        var events = Make(seconds * TicksPerSecond);
        var offline = RunOffline(events);
        var live = new TimedOutput();
        RunLive(events, live);
        if (live.Inner.DecisionHash != offline.DecisionHash)
        {
            return GoalReport.NotEqual($"decisions under load {live.Inner.DecisionHash}, offline {offline.DecisionHash}");
        }

        var latencies = live.Latencies.Snapshot();
        var (p50, p99, p999) = (Microseconds(latencies, 50), Microseconds(latencies, 99), Microseconds(latencies, 99.9));
        return GoalReport.Measured(
            $"{offline.Verdicts.Sum():N0} decisions under load have the hash of an unhurried run",
            [
                Figure.Single("decisions timed", "", latencies.Count), Figure.Single("p50", "us", p50), Figure.Single("p95", "us", Microseconds(latencies, 95)),
                Figure.Single("p99", "us", p99), Figure.Single("p99.9", "us", p999), Figure.Single("max", "us", latencies.Max / 1e3),
            ],
            [
                new BarCheck($"{latencies.Count:N0} >= 10,000 decisions", latencies.Count >= 10_000), new BarCheck($"p50 {p50:N1} us <= {MaxP50} us", p50 <= MaxP50),
                new BarCheck($"p99 {p99:N1} us <= {MaxP99} us", p99 <= MaxP99), new BarCheck($"p99.9 {p999:N1} us <= {MaxP999} us", p999 <= MaxP999),
            ],
            "Open loop: a tick counts from the instant at which it should have been sent, so a stall is charged to every tick that waited. Event time is compressed to one M1 bar per symbol every 6 ms.",
            "Without the durable commit: the decision exists; orders go out after the journal's commit, which is measured by the storage goals.");
    }

    private static MarketEvent[] Make(int count)
    {
        var load = Load();
        return [.. Enumerable.Range(0, count).Select(_ => load.Next())];
    }

    private static MarketLoad Load() => new(Symbols, TimeSpan.FromSeconds(1.5), seed: 12);

    private static DeskPipeline Pipeline(IPipelineOutput output) =>
        new([.. Instruments.Make(Symbols).Select((config, id) => config.ToSettings(id))], new PipelineOptions(), output);

    private static ReplayOutput RunOffline(MarketEvent[] events)
    {
        var output = new ReplayOutput();
        var pipeline = Pipeline(output);
        foreach (var batch in events.Chunk(1_024))
        {
            pipeline.Process(batch, batch.Length);
        }

        return output;
    }

    private static void RunLive(MarketEvent[] events, TimedOutput output)
    {
        var queue = new IngestQueue();
        var engine = new DeskEngine(Pipeline(output), queue, TimeProvider.System, new StageTimer(TimeProvider.System), NullLogger<DeskEngine>.Instance);
        var worker = new Thread(engine.Run);
        var perTick = Stopwatch.Frequency / (double)TicksPerSecond;
        output.Begin(Load(), perTick, WarmUpSeconds * TicksPerSecond);
        worker.Start();
        for (var i = 0; i < events.Length; i++)
        {
            var due = output.ScheduledAt(i);
            while (Stopwatch.GetTimestamp() < due)
            {
                Thread.SpinWait(4);
            }

            var publishing = queue.PublishAsync(events[i], CancellationToken.None);
            if (!publishing.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("The queue was full: the load is more than the desk can take.");
            }
        }

        queue.Complete();
        worker.Join();
    }

    private static double Microseconds(HistogramSnapshot snapshot, double percentile) => (snapshot.ValueAt(percentile) ?? 0) / 1e3;

    /// <summary>Takes the time at which a decision comes out.</summary>
    private sealed class TimedOutput : IPipelineOutput
    {
        private static readonly TimeSpan Lateness = new BarOptions().AllowedLateness;
        private MarketLoad _load = Load();
        private double _perTick;
        private long _started;
        private int _warmUp;

        public ReplayOutput Inner { get; } = new();

        public LatencyHistogram Latencies { get; } = LatencyHistogram.ForNanoseconds();

        public void Begin(MarketLoad load, double perTick, int warmUp)
        {
            (_load, _perTick, _warmUp) = (load, perTick, warmUp);
            _started = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        }

        public long ScheduledAt(int index) => _started + (long)(index * _perTick);

        public void OnEntry(JournalEntry entry)
        {
            var now = Stopwatch.GetTimestamp();
            Inner.OnEntry(entry);
            if (entry is DecisionEntry decision)
            {
                var instrument = int.Parse(decision.Trace.Symbol.Name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
                var index = _load.ClosingEvent(instrument, decision.Trace.BarCloseTime, Lateness);
                if (index >= _warmUp)
                {
                    Latencies.Record(Math.Max(0, (long)((now - ScheduledAt(index)) * 1e9 / Stopwatch.Frequency)));
                }
            }
        }

        public void OnHistoryBar(int instrumentId, in Bar bar) => Inner.OnHistoryBar(instrumentId, bar);

        public void OnTickSecond(in TickSecond row) => Inner.OnTickSecond(row);

        public void OnFused(int instrumentId, M5Candle candle) => Inner.OnFused(instrumentId, candle);

        public void OnQualityMinute(int instrumentId, QualityMinute minute) => Inner.OnQualityMinute(instrumentId, minute);

        public void OnDurable(Action continuation) => continuation();
    }
}
