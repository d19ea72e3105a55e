using System.Globalization;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;

namespace TradingDesk.Api.Endpoints;

/// <summary>
/// Reads route and query parameters and collects every fault in them. A parameter that is given twice is a fault; one that the route does not know is ignored, so that
/// proxies and newer clients may add their own.
/// </summary>
internal sealed class RequestInput
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1_000;
    private const int MaxCursorLength = 200;

    public InputFaults Faults { get; } = new();

    public Symbol Symbol(string? text, string name = "symbol")
    {
        if (!Core.Domain.Symbol.TryParse(text, out var symbol))
        {
            Faults.Add(name, "A symbol has 3 to 20 characters of A-Z and 0-9.");
        }

        return symbol;
    }

    public Symbol? OptionalSymbol(string? text, string name = "symbol") => text is null ? null : Symbol(text, name);

    /// <summary>A comma-separated list of symbols, at most 50.</summary>
    public IReadOnlySet<string> Symbols(string? text, string name = "symbols")
    {
        var symbols = Split(text);
        foreach (var symbol in symbols)
        {
            _ = Symbol(symbol, name);
        }

        return Bounded(symbols, name);
    }

    /// <summary>A comma-separated list of names out of <paramref name="known"/>.</summary>
    public IReadOnlySet<string> Names(string? text, IReadOnlyList<string> known, string name)
    {
        var names = Split(text);
        if (names.Any(candidate => !known.Contains(candidate, StringComparer.Ordinal)))
        {
            Faults.Add(name, $"Each must be one of {string.Join(", ", known)}.");
        }

        return Bounded(names, name);
    }

    public Timeframe Timeframe(string? text, string name = "timeframe")
    {
        if (!TimeframeExtensions.TryParse(text, out var timeframe))
        {
            Faults.Add(name, $"Must be one of {string.Join(", ", TimeframeExtensions.All)}.");
        }

        return timeframe;
    }

    public int Limit(string? text, int fallback = DefaultLimit) => Integer(text, "limit", 1, MaxLimit) ?? fallback;

    public int? Integer(string? text, string name, int min, int max)
    {
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Faults.Add(name, string.Create(CultureInfo.InvariantCulture, $"Must be a whole number from {min} to {max}."));
        return null;
    }

    /// <summary>A number of hours above 0.</summary>
    public double Hours(string? text, string name, double max, double fallback)
    {
        if (text is null)
        {
            return fallback;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= max)
        {
            return value;
        }

        Faults.Add(name, string.Create(CultureInfo.InvariantCulture, $"Must be a number above 0 and up to {max}."));
        return fallback;
    }

    public Timestamp? Instant(string? text, string name)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length is >= 10 and <= 40 && char.IsAsciiDigit(text[0]) && Timestamp.TryParse(text, out var value))
        {
            return value;
        }

        Faults.Add(name, "Must be an ISO 8601 instant such as 2024-08-09T12:00:00Z.");
        return null;
    }

    public (Timestamp? From, Timestamp? To) Period(string? from, string? to)
    {
        var (start, end) = (Instant(from, "from"), Instant(to, "to"));
        if (start is { } first && end is { } last && first >= last)
        {
            Faults.Add("from", "Must be before to.");
        }

        return (start, end);
    }

    public string? OneOf(string? text, string name, params IReadOnlyList<string> known)
    {
        if (text is null || known.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Faults.Add(name, $"Must be one of {string.Join(", ", known)}.");
        return null;
    }

    /// <summary>An opaque place in a list: what it may hold is checked by who made it.</summary>
    public string? Cursor(string? text)
    {
        if (text is null || (text.Length is > 0 and <= MaxCursorLength && text.All(IsIdCharacter)))
        {
            return text;
        }

        Faults.Add("cursor", "Must be a nextCursor of an earlier answer.");
        return null;
    }

    /// <summary>A cursor that holds one instant, see <see cref="CursorOf"/>.</summary>
    public Timestamp? InstantCursor(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length <= 20 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds <= Timestamp.MaxValue.UnixMicroseconds)
        {
            return new Timestamp(microseconds);
        }

        Faults.Add("cursor", "Must be a nextCursor of an earlier answer.");
        return null;
    }

    public static string CursorOf(Timestamp instant) => instant.UnixMicroseconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>An id that the desk gave out: letters, digits and <c>-_.:</c>, at most 100.</summary>
    public string Id(string text, string name)
    {
        if (text.Length is 0 or > 100 || !text.All(IsIdCharacter))
        {
            Faults.Add(name, "An id has 1 to 100 characters of A-Z, a-z, 0-9 and -_.:");
        }

        return text;
    }

    /// <summary>Text for people: trimmed, without control characters.</summary>
    public string? OptionalText(string? text, string name)
    {
        if (text is null || PlainText.IsGood(text))
        {
            return text?.Trim();
        }

        Faults.Add(name, PlainText.Rule);
        return null;
    }

    public static Instrument? Find(IDeskReader desk, Symbol symbol) => desk.Instruments.FirstOrDefault(instrument => instrument.Symbol == symbol);

    private static bool IsIdCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':';

    private static HashSet<string> Split(string? text) =>
        text is null ? [] : text.Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private HashSet<string> Bounded(HashSet<string> names, string name)
    {
        const int MaxNames = 50;
        if (names.Count > MaxNames)
        {
            Faults.Add(name, $"At most {MaxNames} may be named.");
        }

        return names;
    }
}
