using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Offsets;

/// <summary>A mid at an instant by its venue's own clock.</summary>
public readonly record struct TimedMid(Timestamp At, double Mid);

/// <summary>What must be added to the second venue's instants to make them the first's.</summary>
/// <param name="Whole">The multiple of 30 minutes.</param>
/// <param name="Refined">The same, to the second: what is left is latency and clock error.</param>
/// <param name="Band">1.4826 × MAD of the differences at <paramref name="Whole"/>, in quote currency.</param>
/// <param name="NextBand">The same at the best other multiple: how clear the answer is.</param>
/// <param name="Pairs">Pairs that <paramref name="Band"/> rests on.</param>
public sealed record ClockOffset(TimeSpan Whole, TimeSpan Refined, double Band, double NextBand, int Pairs);

/// <summary>
/// Finds the whole offset between two venues' clocks from recorded prices: the multiple of 30 minutes within ±14 hours (time zones are such) at which the
/// as-of differences of the mids scatter least, then the second within half a minute around it. A constant price basis does not disturb it.
/// </summary>
public static class ClockOffsetFinder
{
    private const int MaxHalfHours = 28;
    private const int MaxSamples = 4_000;
    private const int RefineSeconds = 30;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    /// <param name="first">Ascending by instant.</param>
    /// <param name="second">Ascending by instant.</param>
    /// <returns><see langword="null"/> where no multiple leaves a tenth of the samples with a pair.</returns>
    public static ClockOffset? Find(ReadOnlySpan<TimedMid> first, ReadOnlySpan<TimedMid> second)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return null;
        }

        var stride = Math.Max(1, first.Length / MaxSamples);
        var scratch = new double[(first.Length / stride) + 1];
        var (best, bestBand, nextBand, pairs) = (TimeSpan.Zero, double.MaxValue, double.MaxValue, 0);
        for (var step = -MaxHalfHours; step <= MaxHalfHours; step++)
        {
            var shift = TimeSpan.FromMinutes(30 * step);
            var band = BandAt(first, second, shift, stride, scratch, out var n);
            if (n < Math.Max(3, scratch.Length / 10))
            {
                continue;
            }

            if (band < bestBand)
            {
                (best, bestBand, nextBand, pairs) = (shift, band, bestBand, n);
            }
            else
            {
                nextBand = Math.Min(nextBand, band);
            }
        }

        if (pairs == 0)
        {
            return null;
        }

        return new ClockOffset(best, Refine(first, second, best, stride, scratch), bestBand, nextBand, pairs);
    }

    private static TimeSpan Refine(ReadOnlySpan<TimedMid> first, ReadOnlySpan<TimedMid> second, TimeSpan whole, int stride, double[] scratch)
    {
        var (best, bestBand) = (whole, double.MaxValue);
        // From the middle outwards: where several are equally good, the one nearest to the whole offset.
        for (var i = 0; i <= 2 * RefineSeconds; i++)
        {
            var seconds = i % 2 == 0 ? i / 2 : -(i + 1) / 2;
            var shift = whole + TimeSpan.FromSeconds(seconds);
            var band = BandAt(first, second, shift, stride, scratch, out _);
            if (band < bestBand)
            {
                (best, bestBand) = (shift, band);
            }
        }

        return best;
    }

    /// <summary>Dispersion of first − last second at or before it, the second's instants moved by <paramref name="shift"/>.</summary>
    private static double BandAt(ReadOnlySpan<TimedMid> first, ReadOnlySpan<TimedMid> second, TimeSpan shift, int stride, double[] scratch, out int n)
    {
        n = 0;
        var next = 0;
        for (var i = 0; i < first.Length; i += stride)
        {
            var at = first[i].At - shift;
            while (next < second.Length && second[next].At <= at)
            {
                next++;
            }

            if (next > 0 && at - second[next - 1].At <= MaxAge)
            {
                scratch[n++] = first[i].Mid - second[next - 1].Mid;
            }
        }

        if (n < 3)
        {
            return double.MaxValue;
        }

        var values = scratch.AsSpan(0, n);
        return RobustStatistics.Band(values, RobustStatistics.Median(values));
    }
}
