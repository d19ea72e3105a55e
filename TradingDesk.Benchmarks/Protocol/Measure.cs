using System.Diagnostics;

namespace TradingDesk.Benchmarks.Protocol;

/// <summary>Small measuring tools that the goals share.</summary>
internal static class Measure
{
    /// <summary>A measurement is repeated within itself until it has lasted this long: shorter ones measure the scheduler.</summary>
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(300);

    /// <summary>Nanoseconds per item of one or more passes.</summary>
    public static double NanosecondsPerItem(int items, Action pass)
    {
        var passes = 0;
        var started = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            pass();
            passes++;
            elapsed = Stopwatch.GetElapsedTime(started);
        }
        while (elapsed < AtLeast);
        return elapsed.TotalNanoseconds / ((double)items * passes);
    }

    /// <summary>Bytes that this thread allocates during one pass, per item.</summary>
    public static double BytesPerItem(int items, Action pass)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        pass();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / items;
    }
}
