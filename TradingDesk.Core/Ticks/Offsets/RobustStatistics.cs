namespace TradingDesk.Core.Ticks.Offsets;

/// <summary>Measures that a few wild values do not move.</summary>
internal static class RobustStatistics
{
    /// <summary>Scales a median absolute deviation to the standard deviation of a normal distribution.</summary>
    public const double MadToSigma = 1.4826;

    /// <summary>The median; the mean of the middle two where the number is even. Sorts <paramref name="values"/>, which must not be empty.</summary>
    public static double Median(Span<double> values)
    {
        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) * 0.5;
    }

    /// <summary>1.4826 × the median absolute deviation from <paramref name="center"/>. Overwrites <paramref name="values"/>.</summary>
    public static double Band(Span<double> values, double center)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i] - center);
        }

        return MadToSigma * Median(values);
    }

    /// <summary>The median of the slopes between all pairs of points (Theil 1950, Sen 1968), in y per x; <see langword="null"/> below three points.</summary>
    public static double? TheilSen(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var slopes = new double[x.Length * (x.Length - 1) / 2];
        var count = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                if (x[j] != x[i])
                {
                    slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
                }
            }
        }

        return count < 3 ? null : Median(slopes.AsSpan(0, count));
    }

    public static double Variance(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (var value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        double sum = 0;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum / values.Length;
    }
}
