using System.Diagnostics;

namespace TradingDesk.Benchmarks.Protocol;

/// <summary>Small measuring tools that the goals share.</summary>
internal static class Measure
{
    /// <summary>Nanoseconds per item of one pass.</summary>
    public static double NanosecondsPerItem(int items, Action pass)
    {
        var started = Stopwatch.GetTimestamp();
        pass();
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / items;
    }

    /// <summary>Bytes that this thread allocates during one pass, per item.</summary>
    public static double BytesPerItem(int items, Action pass)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        pass();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / items;
    }
}
