using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>
/// The format of archived bars: one gzipped CSV file for each symbol, timeframe and UTC day, <c>SYMBOL_TIMEFRAME_yyyyMMdd.csv.gz</c>, oldest bar first, every
/// property of a bar in a form that reads back bit for bit.
/// </summary>
public static class ArchivedBars
{
    public const string Header = "time,open,high,low,close,volume,buyVolume,ticks,source,flags";
    public const string Extension = ".csv.gz";

    private const string DayFormat = "yyyyMMdd";
    private const int Fields = 10;

    public static string FileName(Symbol symbol, Timeframe timeframe, Timestamp day) =>
        $"{symbol}_{timeframe}_{day.ToUtcDateTime().ToString(DayFormat, CultureInfo.InvariantCulture)}{Extension}";

    /// <summary>Reads what <see cref="FileName"/> writes; folders before the name do not matter.</summary>
    public static bool TryParseName(string path, out Symbol symbol, out Timeframe timeframe, out Timestamp day)
    {
        (symbol, timeframe, day) = (default, default, default);
        var name = Path.GetFileName(path);
        if (!name.EndsWith(Extension, StringComparison.Ordinal)
            || name[..^Extension.Length].Split('_') is not [var symbolText, var timeframeText, var dayText]
            || !Symbol.TryParse(symbolText, out symbol)
            || !TimeframeExtensions.TryParse(timeframeText, out timeframe)
            || !DateTime.TryParseExact(dayText, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
        {
            return false;
        }

        day = Timestamp.FromDateTimeOffset(new DateTimeOffset(date));
        return true;
    }

    public static string Line(in Bar bar) => string.Create(
        CultureInfo.InvariantCulture,
        $"{bar.OpenTime},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R},{bar.BuyVolume:R},{bar.TickCount},{bar.Source.ToName()},{(int)bar.Flags}");

    /// <exception cref="InvalidDataException">A line is not what <see cref="Line"/> writes.</exception>
    public static IEnumerable<Bar> Read(string path, Timeframe timeframe)
    {
        using var lines = new Utf8LineReader(path);
        if (NextLine(lines) != Header)
        {
            throw new InvalidDataException($"{path} is not a file of archived bars.");
        }

        while (NextLine(lines) is { } line)
        {
            yield return TryParse(line, timeframe, out var bar) ? bar : throw new InvalidDataException($"{path} holds a line that is not a bar: {line}");
        }
    }

    private static string? NextLine(Utf8LineReader lines) => lines.TryReadLine(out var line) ? System.Text.Encoding.UTF8.GetString(line) : null;

    private static bool TryParse(string line, Timeframe timeframe, out Bar bar)
    {
        bar = default;
        var fields = line.Split(',');
        if (fields.Length != Fields
            || !Timestamp.TryParse(fields[0], out var time)
            || !TryNumber(fields[1], out var open) || !TryNumber(fields[2], out var high) || !TryNumber(fields[3], out var low) || !TryNumber(fields[4], out var close)
            || !TryNumber(fields[5], out var volume) || !TryNumber(fields[6], out var buyVolume)
            || !int.TryParse(fields[7], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || !Enum.TryParse<Venue>(fields[8], ignoreCase: true, out var source)
            || !byte.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out var flags))
        {
            return false;
        }

        try
        {
            bar = new Bar(timeframe, time, open: open, high: high, low: low, close: close, volume: volume, buyVolume: buyVolume, tickCount: ticks, source: source, flags: (BarFlags)flags);
            return true;
        }
        catch (ArgumentException)
        {
            return false; // Numbers that contradict each other: the caller names the line.
        }
    }

    private static bool TryNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
