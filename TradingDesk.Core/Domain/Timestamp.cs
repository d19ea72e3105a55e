using System.Globalization;

namespace TradingDesk.Core.Domain;

/// <summary>
/// An instant in UTC, counted in whole microseconds since 1970-01-01T00:00:00Z. Eight bytes, totally ordered, no time zone.
/// </summary>
/// <remarks>Microseconds are the finest unit that both venues offer (Binance <c>timeUnit=MICROSECOND</c>; MetaTrader gives milliseconds).</remarks>
public readonly record struct Timestamp(long UnixMicroseconds) : IComparable<Timestamp>
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The Unix epoch. Also the default value: "never" where a timestamp is optional is <see langword="null"/>, not this.</summary>
    public static readonly Timestamp Epoch = new(0);

    /// <summary>The latest instant that converts to <see cref="DateTimeOffset"/> without loss.</summary>
    public static readonly Timestamp MaxValue = FromDateTimeOffset(DateTimeOffset.MaxValue);

    /// <summary>Whole milliseconds since the epoch, rounded towards the past.</summary>
    public long UnixMilliseconds => FloorDivide(UnixMicroseconds, 1_000);

    /// <summary>Whole seconds since the epoch, rounded towards the past.</summary>
    public long UnixSeconds => FloorDivide(UnixMicroseconds, 1_000_000);

    public static Timestamp FromUnixSeconds(long seconds) => new(checked(seconds * 1_000_000));

    public static Timestamp FromUnixMilliseconds(long milliseconds) => new(checked(milliseconds * 1_000));

    /// <summary>Converts from nanoseconds; what is finer than a microsecond is cut off towards the past.</summary>
    public static Timestamp FromUnixNanoseconds(long nanoseconds) => new(FloorDivide(nanoseconds, 1_000));

    public static Timestamp FromDateTimeOffset(DateTimeOffset value) =>
        new(FloorDivide(value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TicksPerMicrosecond));

    /// <summary>The present instant of <paramref name="clock"/>. Core code never asks another clock.</summary>
    public static Timestamp Now(TimeProvider clock) => FromDateTimeOffset(clock.GetUtcNow());

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(UnixMicroseconds * TicksPerMicrosecond);

    public DateTime ToUtcDateTime() => ToDateTimeOffset().UtcDateTime;

    public int CompareTo(Timestamp other) => UnixMicroseconds.CompareTo(other.UnixMicroseconds);

    public static bool operator <(Timestamp left, Timestamp right) => left.UnixMicroseconds < right.UnixMicroseconds;

    public static bool operator >(Timestamp left, Timestamp right) => left.UnixMicroseconds > right.UnixMicroseconds;

    public static bool operator <=(Timestamp left, Timestamp right) => left.UnixMicroseconds <= right.UnixMicroseconds;

    public static bool operator >=(Timestamp left, Timestamp right) => left.UnixMicroseconds >= right.UnixMicroseconds;

    public static TimeSpan operator -(Timestamp left, Timestamp right) =>
        TimeSpan.FromTicks((left.UnixMicroseconds - right.UnixMicroseconds) * TicksPerMicrosecond);

    public static Timestamp operator +(Timestamp left, TimeSpan right) => new(left.UnixMicroseconds + FloorDivide(right.Ticks, TicksPerMicrosecond));

    public static Timestamp operator -(Timestamp left, TimeSpan right) => new(left.UnixMicroseconds - FloorDivide(right.Ticks, TicksPerMicrosecond));

    /// <summary>The later of two instants.</summary>
    public static Timestamp Max(Timestamp left, Timestamp right) => left >= right ? left : right;

    /// <summary>
    /// Reads an ISO 8601 date or instant (<c>2024-08-09</c>, <c>2024-08-09T12:30Z</c>, seconds and up to seven decimals where given); one without an
    /// offset is taken as UTC. Nothing looser: a bare time of day would mean today, and the core knows no today.
    /// </summary>
    public static bool TryParse(string? text, out Timestamp value)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Styles, out var parsed))
        {
            value = FromDateTimeOffset(parsed);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>ISO 8601 with <c>Z</c>; fractions only where there are any (3 or 6 digits).</summary>
    public override string ToString()
    {
        var format = UnixMicroseconds % 1_000_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : UnixMicroseconds % 1_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return ToUtcDateTime().ToString(format, CultureInfo.InvariantCulture);
    }

    private static long FloorDivide(long value, long divisor)
    {
        var quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
