namespace TradingDesk.Core.Domain;

/// <summary>The bar lengths that the desk knows, shortest first.</summary>
public enum Timeframe : byte
{
    S1,
    M1,
    M5,
    M15,
    M30,
    H1,
    H4,
    D1,
}

/// <summary>Lengths and boundaries of timeframes. All boundaries are multiples of the length since the Unix epoch, in UTC.</summary>
public static class TimeframeExtensions
{
    private static readonly long[] Microseconds =
        [1_000_000, 60_000_000, 300_000_000, 900_000_000, 1_800_000_000, 3_600_000_000, 14_400_000_000, 86_400_000_000];

    /// <summary>All timeframes, shortest first.</summary>
    public static IReadOnlyList<Timeframe> All { get; } = Enum.GetValues<Timeframe>();

    /// <summary>The five that decisions read, shortest first.</summary>
    public static IReadOnlyList<Timeframe> Decision { get; } = [Timeframe.M1, Timeframe.M5, Timeframe.M15, Timeframe.H1, Timeframe.H4];

    public static long DurationMicroseconds(this Timeframe timeframe) => Microseconds[(int)timeframe];

    public static TimeSpan Duration(this Timeframe timeframe) => TimeSpan.FromMicroseconds(Microseconds[(int)timeframe]);

    /// <summary>The open time of the bar that holds <paramref name="instant"/> (half-open: a bar's close time belongs to the next bar).</summary>
    public static Timestamp Floor(this Timeframe timeframe, Timestamp instant)
    {
        var duration = timeframe.DurationMicroseconds();
        var remainder = instant.UnixMicroseconds % duration;
        return new Timestamp(instant.UnixMicroseconds - (remainder < 0 ? remainder + duration : remainder));
    }

    /// <summary>Reads a name such as <c>M5</c>, in any case; numbers are refused.</summary>
    public static bool TryParse(string? text, out Timeframe timeframe)
    {
        timeframe = default;
        return text is { Length: 2 or 3 } && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit)
            && Enum.TryParse(text, ignoreCase: true, out timeframe) && Enum.IsDefined(timeframe);
    }
}
