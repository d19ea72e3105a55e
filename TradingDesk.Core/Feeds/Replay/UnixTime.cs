using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>Unix times in files: seconds, milliseconds, microseconds or nanoseconds, told apart by the magnitude of the whole part.</summary>
internal static class UnixTime
{
    private const long FirstMilliseconds = 100_000_000_000;
    private const long FirstMicroseconds = 100_000_000_000_000;
    private const long FirstNanoseconds = 100_000_000_000_000_000;

    /// <summary>Reads <c>digits[.digits]</c>, 1 to 19 digits before the point. What is finer than a microsecond is cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Timestamp time)
    {
        time = default;
        long whole = 0;
        var i = 0;
        while (i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9')
        {
            if (i == 18 && whole > (long.MaxValue - 9) / 10)
            {
                return false;
            }

            whole = (whole * 10) + (text[i++] - '0');
        }

        if (i is 0 or > 19)
        {
            return false;
        }

        var unit = UnitMicroseconds(whole);
        if (i == text.Length)
        {
            time = unit > 0 ? new Timestamp(whole * unit) : Timestamp.FromUnixNanoseconds(whole);
            return true;
        }

        return text[i] == (byte)'.' && unit > 0 && TryAddFraction(text[(i + 1)..], whole * unit, unit, out time);
    }

    private static bool TryAddFraction(ReadOnlySpan<byte> digits, long microseconds, long unit, out Timestamp time)
    {
        time = default;
        if (digits.IsEmpty)
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            unit /= 10;
            microseconds += unit * (digit - '0');
        }

        time = new Timestamp(microseconds);
        return true;
    }

    /// <summary>0 stands for nanoseconds.</summary>
    private static long UnitMicroseconds(long whole) =>
        whole < FirstMilliseconds ? 1_000_000 : whole < FirstMicroseconds ? 1_000 : whole < FirstNanoseconds ? 1 : 0;
}
