using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Analysis.Detection;

/// <summary>Hits of trials with the Wilson interval at 95 %.</summary>
internal sealed class Proportion
{
    private const double Z = 1.959964;

    public int Hits { get; private set; }

    public int Trials { get; private set; }

    public double Value => Trials == 0 ? double.NaN : (double)Hits / Trials;

    public void Count(bool hit)
    {
        Trials++;
        Hits += hit ? 1 : 0;
    }

    public (double Low, double High) Wilson()
    {
        var (n, p) = (Trials, Value);
        var centre = p + (Z * Z / (2 * n));
        var spread = Z * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4.0 * n * n)));
        var scale = 1 + (Z * Z / n);
        return ((centre - spread) / scale, (centre + spread) / scale);
    }

    public override string ToString()
    {
        var (low, high) = Wilson();
        return string.Create(CultureInfo.InvariantCulture, $"{Hits}/{Trials} = {100 * Value:0.0} % [{100 * low:0.0}, {100 * high:0.0}]");
    }
}

/// <summary>Precision and recall of one kind of event on one timeframe.</summary>
internal sealed class DetectionScore
{
    public Proportion Precision { get; } = new();

    public Proportion Recall { get; } = new();

    /// <summary>
    /// Matches one to one, what is asked for first and then the nearest in time: a leg that crosses two levels at once makes one break. Recall asks of each large truth whether anything found matches it, precision of each large find whether
    /// any truth does: what one side holds for just large enough the other may hold for just too small.
    /// </summary>
    public void Add(IReadOnlyList<Mark> truth, IReadOnlyList<Mark> found, TimeSpan before, TimeSpan after, Func<Timestamp, double?> priceTolerance, Func<Mark, bool>? ofTruth = null, Func<Mark, bool>? ofFound = null)
    {
        var pairs = new List<(TimeSpan Distance, int Truth, int Found)>();
        for (var i = 0; i < truth.Count; i++)
        {
            for (var j = 0; j < found.Count; j++)
            {
                var lag = found[j].At - truth[i].At;
                if (lag >= -before && lag <= after && truth[i].Direction == found[j].Direction && Math.Abs(truth[i].Price - found[j].Price) <= priceTolerance(truth[i].At))
                {
                    pairs.Add((lag.Duration(), i, j));
                }
            }
        }

        var (matchedTruth, matchedFound) = (new bool[truth.Count], new bool[found.Count]);
        foreach (var (_, i, j) in pairs.OrderByDescending(pair => truth[pair.Truth].IsLarge).ThenBy(pair => pair.Distance))
        {
            if (!matchedTruth[i] && !matchedFound[j])
            {
                (matchedTruth[i], matchedFound[j]) = (true, true);
            }
        }

        for (var i = 0; i < truth.Count; i++)
        {
            if (truth[i].IsLarge && ofTruth?.Invoke(truth[i]) != false)
            {
                Recall.Count(matchedTruth[i]);
            }
        }

        for (var j = 0; j < found.Count; j++)
        {
            if (found[j].IsLarge && ofFound?.Invoke(found[j]) != false)
            {
                Precision.Count(matchedFound[j]);
            }
        }
    }
}
