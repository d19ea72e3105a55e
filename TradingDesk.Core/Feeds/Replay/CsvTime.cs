using System.Globalization;
using System.Text;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>
/// Times in CSV files: ISO 8601 (with a blank or a T, with or without time of day, fraction and offset), MetaTrader's <c>yyyy.MM.dd[ HH:mm[:ss[.fff]]]</c>,
/// or Unix time by magnitude. Without an offset UTC is meant. Day-first and month-first dates are refused: they cannot be told apart.
/// </summary>
internal static class CsvTime
{
    private const int MaxCharacters = 40;

    private static readonly string[] DayFormats = ["yyyy-MM-dd", "yyyy.MM.dd", "yyyy/MM/dd"];

    private static readonly string[] ClockFormats =
    [
        "HH:mm:ss.FFFFFFF", "HH:mm", "HH:mm:ss.FFFFFFFK", "HH:mmK",
    ];

    private static readonly string[] Formats =
    [
        .. DayFormats,
        .. DayFormats.SelectMany(day => ClockFormats.SelectMany(clock => new[] { $"{day} {clock}", $"{day}'T'{clock}" })),
    ];

    public static bool TryParse(ReadOnlySpan<byte> text, out Timestamp time)
    {
        if (UnixTime.TryParse(text, out time))
        {
            return true;
        }

        if (text.Length is < 8 or > MaxCharacters || TryParseDigits(text, out time))
        {
            return text.Length is >= 8 and <= MaxCharacters;
        }

        Span<char> characters = stackalloc char[MaxCharacters];
        var length = Encoding.ASCII.GetChars(text, characters);
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(characters[..length], Formats, CultureInfo.InvariantCulture, Styles, out var parsed))
        {
            time = Timestamp.FromDateTimeOffset(parsed);
            return true;
        }

        return false;
    }

    /// <summary>The everyday form <c>yyyy?MM?dd?HH:mm:ss</c>, read without the format machinery, which is slow.</summary>
    private static bool TryParseDigits(ReadOnlySpan<byte> text, out Timestamp time)
    {
        time = default;
        if (text.Length != 19 || text[4] != text[7] || text[4] is not ((byte)'-' or (byte)'.' or (byte)'/') || text[10] is not ((byte)' ' or (byte)'T')
            || text[13] != (byte)':' || text[16] != (byte)':')
        {
            return false;
        }

        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        var isPossible = year > 0 && month is >= 1 and <= 12 && hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 59
            && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        if (!isPossible)
        {
            return false;
        }

        time = Timestamp.FromDateTimeOffset(new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero));
        return true;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            value = (value * 10) + (digit - '0');
        }

        return value;
    }
}
