using System.Numerics;
using System.Runtime.CompilerServices;

namespace TradingDesk.Core.Operations;

/// <summary>
/// Counts of values in log-linear buckets after HdrHistogram: fixed memory, relative error at most 10^−digits, about a nanosecond per record, no allocation.
/// One thread writes; any thread may take a <see cref="Snapshot"/>.
/// </summary>
/// <remarks>Definition: DOMAIN B8. Values are whole numbers in a unit that the owner chooses, such as nanoseconds.</remarks>
public sealed class LatencyHistogram
{
    private readonly HistogramLayout _layout;
    private readonly long[] _counts;
    private long _max;
    private long _saturated;

    /// <param name="lowest">Smallest value told apart from 0; at least 1.</param>
    /// <param name="highest">Largest value; larger ones count as this one and as <see cref="HistogramSnapshot.Saturated"/>. At least twice the lowest.</param>
    /// <param name="digits">Significant decimal digits, 1 to 5.</param>
    public LatencyHistogram(long lowest, long highest, int digits)
    {
        _layout = new HistogramLayout(lowest, highest, digits);
        _counts = new long[_layout.Length];
    }

    /// <summary>The layout for stage times in nanoseconds: 100 ns to 60 s, three digits, 170 KiB.</summary>
    public static LatencyHistogram ForNanoseconds() => new(lowest: 100, highest: 60_000_000_000, digits: 3);

    /// <summary>Counts one value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long value)
    {
        if ((ulong)value > (ulong)_layout.Highest)
        {
            value = Saturate(value);
        }

        if (value > _max)
        {
            Volatile.Write(ref _max, value);
        }

        ref var count = ref _counts[_layout.IndexOf(value)];
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>
    /// Counts a value and the ones that a stalled measurement left out: while one call takes long, calls that should have started every
    /// <paramref name="expectedInterval"/> would have waited for the rest of it (coordinated omission).
    /// </summary>
    public void RecordCorrected(long value, long expectedInterval)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(expectedInterval);
        Record(value);
        for (var missing = value - expectedInterval; missing >= expectedInterval; missing -= expectedInterval)
        {
            Record(missing);
        }
    }

    /// <summary>A copy to read from.</summary>
    public HistogramSnapshot Snapshot()
    {
        var counts = new long[_counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = Volatile.Read(ref _counts[i]);
        }

        return new HistogramSnapshot(_layout, counts, Volatile.Read(ref _max), Volatile.Read(ref _saturated));
    }

    private long Saturate(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Volatile.Write(ref _saturated, _saturated + 1);
        return _layout.Highest;
    }
}

/// <summary>Which bucket a value belongs to. Linear sub-buckets inside buckets that double.</summary>
internal sealed class HistogramLayout : IEquatable<HistogramLayout>
{
    private readonly int _unitMagnitude;
    private readonly int _halfMagnitude;
    private readonly int _halfCount;
    private readonly long _mask;
    private readonly int _bucketOffset;

    public HistogramLayout(long lowest, long highest, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lowest, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lowest, long.MaxValue / 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(highest, 2 * lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highest, long.MaxValue / 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 5);
        var subBucketCount = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * Math.Pow(10, digits)));
        Highest = highest;
        _unitMagnitude = BitOperations.Log2((ulong)lowest);
        _halfMagnitude = BitOperations.Log2((uint)subBucketCount) - 1;
        _halfCount = subBucketCount / 2;
        _mask = (subBucketCount - 1L) << _unitMagnitude;
        _bucketOffset = 64 - (_unitMagnitude + _halfMagnitude + 1);
        Length = IndexOf(highest) + 1;
    }

    public long Highest { get; }

    /// <summary>Number of counters.</summary>
    public int Length { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(long value)
    {
        var bucket = _bucketOffset - BitOperations.LeadingZeroCount((ulong)(value | _mask));
        var sub = (int)(value >> (bucket + _unitMagnitude));
        return ((bucket + 1) << _halfMagnitude) + (sub - _halfCount);
    }

    /// <summary>The largest value that shares a counter with the values at <paramref name="index"/>.</summary>
    public long HighestEquivalent(int index)
    {
        var bucket = (index >> _halfMagnitude) - 1;
        var sub = (index & (_halfCount - 1)) + _halfCount;
        if (bucket < 0)
        {
            bucket = 0;
            sub -= _halfCount;
        }

        return ((sub + 1L) << (bucket + _unitMagnitude)) - 1;
    }

    public bool Equals(HistogramLayout? other) =>
        other is not null && Highest == other.Highest && _unitMagnitude == other._unitMagnitude && _halfMagnitude == other._halfMagnitude;

    public override bool Equals(object? obj) => Equals(obj as HistogramLayout);

    public override int GetHashCode() => HashCode.Combine(Highest, _unitMagnitude, _halfMagnitude);
}
