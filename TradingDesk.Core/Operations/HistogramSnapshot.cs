namespace TradingDesk.Core.Operations;

/// <summary>A histogram's counts at one moment. Immutable.</summary>
public sealed class HistogramSnapshot
{
    private readonly HistogramLayout _layout;
    private readonly long[] _counts;

    internal HistogramSnapshot(HistogramLayout layout, long[] counts, long max, long saturated)
    {
        _layout = layout;
        _counts = counts;
        Max = max;
        Saturated = saturated;
        Count = counts.Sum();
    }

    public long Count { get; }

    /// <summary>The largest value recorded, exactly; 0 where there is none.</summary>
    public long Max { get; }

    /// <summary>How many values were too large and count as the largest one.</summary>
    public long Saturated { get; }

    /// <summary>
    /// The value that <paramref name="percentile"/> per cent of the values do not exceed: the upper end of its bucket, but never above <see cref="Max"/>;
    /// <see langword="null"/> where nothing was recorded.
    /// </summary>
    /// <param name="percentile">0 to 100.</param>
    public long? ValueAt(double percentile)
    {
        if (!(percentile is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile lies between 0 and 100.");
        }

        if (Count == 0)
        {
            return null;
        }

        var rank = Math.Max(1, (long)((percentile / 100 * Count) + 0.5));
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Min(_layout.HighestEquivalent(i), Max);
            }
        }

        return Max;
    }

    /// <summary>The sum of two histograms of the same layout.</summary>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public HistogramSnapshot Add(HistogramSnapshot other)
    {
        if (!_layout.Equals(other._layout))
        {
            throw new ArgumentException("Only histograms of the same layout can be added.", nameof(other));
        }

        var counts = new long[_counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = _counts[i] + other._counts[i];
        }

        return new HistogramSnapshot(_layout, counts, Math.Max(Max, other.Max), Saturated + other.Saturated);
    }
}
