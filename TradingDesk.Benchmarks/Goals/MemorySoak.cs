using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Benchmarks.Data;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>A desk under 20,000 ticks/s in real time with its tick buffers full: how its memory moves.</summary>
internal static class MemorySoak
{
    private const int TicksPerSecond = 20_000;

    /// <summary>More ticks than the buffers of all instruments hold together, so that they no longer grow.</summary>
    private const int FillTicks = 4_000_000;

    /// <param name="Megabytes">Working set: mean of the last tenth.</param>
    /// <param name="SlopePerHour">Least squares over the second half, MB/h; over a short soak it shows the collector's saw-tooth as much as a leak.</param>
    public sealed record Result(double Megabytes, double SlopePerHour, int Seconds);

    public static Result Run(DeskPipeline pipeline, int symbols, int seconds)
    {
        var queue = new IngestQueue();
        var engine = new DeskEngine(pipeline, queue, TimeProvider.System, new StageTimer(TimeProvider.System), NullLogger<DeskEngine>.Instance);
        var worker = new Thread(engine.Run);
        worker.Start();
        var load = new MarketLoad(symbols, TimeSpan.FromSeconds(1) * symbols / TicksPerSecond, seed: 18);
        SteadyLoad.PublishAtOnce(queue, load, FillTicks);
        var samples = new List<(double Second, double Megabytes)>(seconds + 1);
        SteadyLoad.Publish(queue, load, TicksPerSecond, seconds, second =>
        {
            if (second >= samples.Count)
            {
                samples.Add((second, Environment.WorkingSet / 1e6));
            }
        });
        queue.Complete();
        worker.Join();
        return new Result(samples[(samples.Count * 9 / 10)..].Average(sample => sample.Megabytes), SlopeOf(samples[(samples.Count / 2)..]) * 3_600, seconds);
    }

    /// <summary>Least-squares slope, MB per second.</summary>
    private static double SlopeOf(List<(double Second, double Megabytes)> samples)
    {
        var (meanX, meanY) = (samples.Average(sample => sample.Second), samples.Average(sample => sample.Megabytes));
        return samples.Sum(sample => (sample.Second - meanX) * (sample.Megabytes - meanY)) / samples.Sum(sample => (sample.Second - meanX) * (sample.Second - meanX));
    }
}
