using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>A UTC day of data quality.</summary>
/// <param name="Day">Its start.</param>
/// <param name="Counts">Mutable: <see cref="Add"/> changes it.</param>
public sealed record QualityDay(Timestamp Day, QualityCounts Counts, long DegradedSeconds, long PoorSeconds, double LowestScore)
{
    public static QualityDay Empty(Timestamp day) => new(day, new QualityCounts(), 0, 0, 1);

    /// <summary>The day with another of its minutes.</summary>
    public QualityDay Add(QualityMinute minute)
    {
        Counts.Add(minute.Counts);
        return this with
        {
            DegradedSeconds = DegradedSeconds + minute.DegradedSeconds,
            PoorSeconds = PoorSeconds + minute.PoorSeconds,
            LowestScore = Math.Min(LowestScore, minute.LowestScore),
        };
    }
}
