using System.Globalization;
using System.Text.Json.Nodes;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Storage;

/// <summary>Fused candles and data quality in the shape of their rows, and back.</summary>
public static class DerivedRows
{
    private const string FilledMark = ";filled=";
    private const string Unknown = "unknown";

    public static M5CandleRow Of(Instrument instrument, M5Candle candle)
    {
        var sources = candle.Sources.HasFlag(M5Sources.Secondary) && instrument.SecondaryVenue is { } secondary
            ? $"{instrument.PrimaryVenue.ToName()}+{secondary.ToName()}"
            : instrument.PrimaryVenue.ToName();
        return new M5CandleRow
        {
            Symbol = instrument.Symbol.Name,
            TimestampUtc = candle.OpenTime,
            Revision = candle.Revision,
            Open = candle.Open,
            High = candle.High,
            Low = candle.Low,
            Close = candle.Close,
            Volume = candle.Volume,
            Atr14 = candle.Atr14,
            Vwap = candle.Vwap,
            VolatilityState = candle.Volatility?.ToString().ToLowerInvariant(),
            Structure = candle.Structure?.ToString().ToLowerInvariant() ?? Unknown,
            Sources = candle.FilledMinutes == 0 ? sources : string.Create(CultureInfo.InvariantCulture, $"{sources}{FilledMark}{candle.FilledMinutes}"),
        };
    }

    /// <summary><see langword="null"/> while it was warming up.</summary>
    public static string? StructureOf(M5CandleRow row) => row.Structure == Unknown ? null : row.Structure;

    public static bool HasSecondary(M5CandleRow row) => row.Sources.Contains('+', StringComparison.Ordinal);

    /// <summary>Minutes that came from the second venue alone.</summary>
    /// <exception cref="FormatException">The row holds something else.</exception>
    public static int FilledMinutesOf(M5CandleRow row)
    {
        var mark = row.Sources.IndexOf(FilledMark, StringComparison.Ordinal);
        return mark < 0 ? 0 : int.Parse(row.Sources.AsSpan(mark + FilledMark.Length), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>A day's score is the window's formula over the whole day.</summary>
    public static QualityDayRow Of(Symbol symbol, QualityDay day, QualityOptions options)
    {
        var counts = new JsonObject
        {
            ["messages"] = day.Counts.Messages,
            ["seconds"] = day.Counts.Seconds,
            ["degradedSeconds"] = day.DegradedSeconds,
            ["poorSeconds"] = day.PoorSeconds,
            ["lowestScore"] = day.LowestScore,
        };
        foreach (var fault in QualityNames.Faults)
        {
            counts[fault.ToName()] = day.Counts[fault];
        }

        return new QualityDayRow { Symbol = symbol.Name, Day = day.Day, Score = QualityScore.Of(day.Counts, options).Value, Counts = counts.ToJsonString() };
    }

    /// <summary>What is not in the row was not counted.</summary>
    /// <exception cref="InvalidDataException">The counts are not a JSON object.</exception>
    public static QualityDay DayOf(QualityDayRow row)
    {
        var json = JsonNode.Parse(row.Counts) as JsonObject ?? throw new InvalidDataException($"The quality of {row.Symbol} on {row.Day} is not a JSON object.");
        var counts = new QualityCounts { Messages = Number("messages"), Seconds = Number("seconds") };
        foreach (var fault in QualityNames.Faults)
        {
            counts[fault] = Number(fault.ToName());
        }

        return new QualityDay(row.Day, counts, Number("degradedSeconds"), Number("poorSeconds"), json["lowestScore"]?.GetValue<double>() ?? row.Score);

        long Number(string name) => json[name]?.GetValue<long>() ?? 0;
    }
}
