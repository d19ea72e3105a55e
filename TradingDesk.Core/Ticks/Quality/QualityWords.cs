using System.Globalization;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>A reading in one sentence for people.</summary>
public static class QualityWords
{
    public static string Of(QualityReading reading) => reading.State == QualityState.Good
        ? string.Create(CultureInfo.InvariantCulture, $"score {reading.Score.Value:0.00}")
        : string.Create(CultureInfo.InvariantCulture, $"score {reading.Score.Value:0.00}: {reading.Score.Words}");
}
