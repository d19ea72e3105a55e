using System.Diagnostics;
using TradingDesk.Core.Operations;

namespace TradingDesk.Tests.Operations;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(1, 3_600_000_000, 3)]
    [InlineData(100, 60_000_000_000, 3)]
    [InlineData(1_000, 60_000_000_000, 2)]
    public void ValueAt_RandomValues_IsWithinThePromisedErrorOfTheExactPercentile(long lowest, long highest, int digits)
    {
        var random = new Random(7);
        var histogram = new LatencyHistogram(lowest, highest, digits);
        var values = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * Math.Log(highest))).ToArray();
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        Array.Sort(values);
        var snapshot = histogram.Snapshot();
        foreach (var percentile in (double[])[0, 1, 50, 90, 95, 99, 99.9, 100])
        {
            var exact = values[(int)Math.Max(1, (long)((percentile / 100 * values.Length) + 0.5)) - 1];
            var allowed = Math.Max(lowest, exact * Math.Pow(10, -digits));
            Assert.InRange(snapshot.ValueAt(percentile)!.Value, exact, exact + allowed);
        }

        Assert.Equal(values[^1], snapshot.Max);
        Assert.Equal(values.Length, snapshot.Count);
    }

    /// <summary>Values below the first doubling are exact with lowest 1: the published definition's own property.</summary>
    [Fact]
    public void ValueAt_SmallValues_IsExact()
    {
        var histogram = new LatencyHistogram(1, 1_000_000, 3);
        for (var value = 1; value <= 100; value++)
        {
            histogram.Record(value);
        }

        var snapshot = histogram.Snapshot();
        Assert.Equal([1, 50, 95, 99, 100], new double[] { 0, 50, 95, 99, 100 }.Select(percentile => (int)snapshot.ValueAt(percentile)!.Value));
    }

    [Fact]
    public void ValueAt_Empty_IsNull() => Assert.Null(LatencyHistogram.ForNanoseconds().Snapshot().ValueAt(99));

    [Fact]
    public void Record_TooLarge_CountsAsHighestAndSaysSo()
    {
        var histogram = new LatencyHistogram(1, 1_000, 2);
        histogram.Record(5_000);

        var snapshot = histogram.Snapshot();

        Assert.Equal((1, 1_000, 1), (snapshot.Count, snapshot.Max, snapshot.Saturated));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.Record(-1));
    }

    [Fact]
    public void Add_InAnyGrouping_IsTheSame()
    {
        var random = new Random(11);
        var parts = Enumerable.Range(0, 3).Select(_ =>
        {
            var histogram = LatencyHistogram.ForNanoseconds();
            for (var i = 0; i < 1_000; i++)
            {
                histogram.Record(random.NextInt64(0, 1L << random.Next(1, 40)));
            }

            return histogram.Snapshot();
        }).ToArray();

        var left = parts[0].Add(parts[1]).Add(parts[2]);
        var right = parts[2].Add(parts[1].Add(parts[0]));

        Assert.Equal(3_000, left.Count);
        Assert.Equal(left.Max, right.Max);
        Assert.All(Enumerable.Range(0, 101), percentile => Assert.Equal(left.ValueAt(percentile), right.ValueAt(percentile)));
        Assert.Throws<ArgumentException>(() => left.Add(new LatencyHistogram(1, 1_000, 2).Snapshot()));
    }

    [Fact]
    public void RecordCorrected_Stall_CountsTheCallsThatWaited()
    {
        var histogram = new LatencyHistogram(1, 1_000_000, 3);
        histogram.RecordCorrected(100, expectedInterval: 10);

        var snapshot = histogram.Snapshot();

        Assert.Equal(10, snapshot.Count);
        Assert.Equal(50, snapshot.ValueAt(50));
    }

    [Fact]
    public void Record_ManyTimes_DoesNotAllocateAndIsCheap()
    {
        var histogram = LatencyHistogram.ForNanoseconds();
        for (var i = 0; i < 100_000; i++)
        {
            histogram.Record(i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 1_000_000; i++)
        {
            histogram.Record(i & 0xFFFF);
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        // A guard against an accident, not a measurement: debug code on a busy machine.
        Assert.True(elapsed < TimeSpan.FromMilliseconds(500), elapsed.ToString());
    }
}
