using System.Diagnostics;
using TradingDesk.Core.Pipeline;

namespace TradingDesk.Benchmarks.Data;

/// <summary>Publishes a load at a steady rate: bursts of one millisecond, with a rest in which the other threads run.</summary>
internal static class SteadyLoad
{
    /// <param name="eachBurst">Called before every burst, with the seconds gone by.</param>
    public static void Publish(IngestQueue queue, MarketLoad load, int ticksPerSecond, int seconds, Action<double> eachBurst)
    {
        var started = Stopwatch.GetTimestamp();
        var total = (long)seconds * ticksPerSecond;
        for (var i = 0L; i < total; i++)
        {
            if (i % (ticksPerSecond / 1_000) == 0)
            {
                eachBurst(Stopwatch.GetElapsedTime(started).TotalSeconds);
                var wait = TimeSpan.FromSeconds((double)i / ticksPerSecond) - Stopwatch.GetElapsedTime(started);
                if (wait > TimeSpan.Zero)
                {
                    Thread.Sleep(wait);
                }
            }

            Publish(queue, load);
        }
    }

    /// <summary>Publishes a number of ticks as fast as they are taken.</summary>
    public static void PublishAtOnce(IngestQueue queue, MarketLoad load, int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            while (queue.Health.Depth > IngestQueue.Capacity / 2)
            {
                Thread.Sleep(1);
            }

            Publish(queue, load);
        }
    }

    private static void Publish(IngestQueue queue, MarketLoad load)
    {
        var publishing = queue.PublishAsync(load.Next(), CancellationToken.None);
        if (!publishing.IsCompletedSuccessfully)
        {
            publishing.AsTask().GetAwaiter().GetResult();
        }
    }
}
