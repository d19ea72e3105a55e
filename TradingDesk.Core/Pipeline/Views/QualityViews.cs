using System.Globalization;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>Data quality in the contract's shapes.</summary>
public static class QualityViews
{
    private const int Digits = 4;

    public static DataQualityView Of(QualityReading? reading) => reading is { } known
        ? new DataQualityView(known.State.ToName(), Math.Round(known.Score.Value, Digits), known.Threshold, known.Score.Words, known.Since)
        : new DataQualityView("unknown", null, null, "no tick of the primary venue yet", null);

    /// <summary>A day's score is the window's formula over the whole day.</summary>
    public static QualityDayView Of(QualityDayRow row, QualityOptions options)
    {
        var day = DerivedRows.DayOf(row);
        var score = QualityScore.Of(day.Counts, options);
        return new QualityDayView(
            day.Day.ToUtcDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Math.Round(score.Value, Digits),
            Math.Round(day.LowestScore, Digits),
            score.Words,
            day.Counts.Messages,
            day.Counts.Seconds,
            day.DegradedSeconds,
            day.PoorSeconds,
            QualityNames.Faults.ToDictionary(fault => fault.ToName(), fault => day.Counts[fault], StringComparer.Ordinal));
    }
}
