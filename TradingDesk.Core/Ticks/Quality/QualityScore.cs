using System.Globalization;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>
/// The score of some counts: 1 − Σ min(1, weight · share), not below 0. The share of a fault is its seconds over the seconds observed, its minutes over the minutes
/// observed, or its messages over the messages seen; the observed are at least <see cref="QualityOptions.FewestSeconds"/> and <see cref="QualityOptions.FewestMessages"/>.
/// </summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Worst">The fault that costs most; <see langword="null"/> where nothing is wrong.</param>
/// <param name="WorstShare">Its share, 0 to 1.</param>
public readonly record struct QualityScore(double Value, QualityFault? Worst, double WorstShare)
{
    private const double SecondsPerMinute = 60;

    public static QualityScore Of(QualityCounts counts, QualityOptions options)
    {
        double lost = 0, worstCost = 0, worstShare = 0;
        QualityFault? worst = null;
        foreach (var fault in QualityNames.Faults)
        {
            var count = counts[fault];
            if (count == 0)
            {
                continue;
            }

            var share = Math.Min(1, count / Observed(fault, counts, options));
            var cost = Math.Min(1, options.WeightOf(fault) * share);
            lost += cost;
            if (cost > worstCost)
            {
                (worst, worstCost, worstShare) = (fault, cost, share);
            }
        }

        return new QualityScore(Math.Max(0, 1 - lost), worst, worstShare);
    }

    /// <summary>The worst cause for people.</summary>
    public string Words => Worst is { } worst ? Describe(worst, WorstShare) : "nothing is wrong";

    private static string Describe(QualityFault worst, double share)
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
        return worst switch
        {
            QualityFault.Gap => $"the feed was interrupted for {percent} of the time",
            QualityFault.Silent => $"no ticks for {percent} of the time",
            QualityFault.WideSpread => $"the spread was blown out for {percent} of the time",
            QualityFault.Divergence => $"the venues diverged for {percent} of the time",
            QualityFault.Crossed => $"{percent} of the messages were crossed quotes",
            QualityFault.Duplicate => $"{percent} of the messages came twice",
            QualityFault.OutOfOrder => $"{percent} of the messages came out of order",
            QualityFault.Stale => $"{percent} of the messages were stale",
            QualityFault.Jump => $"{percent} of the prices jumped",
            QualityFault.Clock => $"{percent} of the messages came from the future: the clocks differ",
            QualityFault.BadPrice => $"{percent} of the messages had impossible prices",
            QualityFault.ZeroVolume => $"{percent} of the messages were trades without volume",
            QualityFault.Inconsistent => $"{percent} of the bars differ from the venue's own",
            _ => throw new ArgumentOutOfRangeException(nameof(worst), worst, "Unknown fault."),
        };
    }

    private static double Observed(QualityFault fault, QualityCounts counts, QualityOptions options)
    {
        double seconds = Math.Max(counts.Seconds, options.FewestSeconds);
        return fault == QualityFault.Inconsistent ? seconds / SecondsPerMinute
            : fault.IsOfTime() ? seconds
            : Math.Max(counts.Messages, options.FewestMessages);
    }
}

/// <summary>What decisions and people see of an instrument's data quality.</summary>
/// <param name="Since">When the state began.</param>
public readonly record struct QualityReading(QualityState State, QualityScore Score, double Threshold, Domain.Timestamp Since)
{
    /// <summary>False where entries are blocked.</summary>
    public bool AllowsEntries => State != QualityState.Poor;
}
