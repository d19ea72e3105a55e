using System.Globalization;
using System.Runtime.CompilerServices;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Decimal numbers in text to <see cref="double"/>, always the value that <see cref="double.Parse(string)"/> gives: short ones by one exact division
/// (Clinger 1990: mantissa below 2^53 and power of ten up to 10^22 are exact, so the quotient is rounded once), others by the runtime.
/// </summary>
internal static class DecimalText
{
    /// <summary>Longest number that is read, in bytes.</summary>
    public const int MaxBytes = 64;

    private const ulong LargestExactMantissa = 1UL << 53;

    /// <summary>More digits than this might overflow the mantissa unseen.</summary>
    private const int MaxFastDigits = 18;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    /// <summary>Turns digits into a value where one division is exact; otherwise false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryExact(ulong mantissa, int digits, int fractionDigits, out double value)
    {
        if (digits > MaxFastDigits || mantissa > LargestExactMantissa)
        {
            value = 0;
            return false;
        }

        value = mantissa / PowersOfTen[fractionDigits];
        return true;
    }

    /// <summary>
    /// Reads <c>-?digits[.digits][e[+-]digits]</c>, the whole of <paramref name="text"/>, with invariant point. Refuses names (NaN, Infinity), other
    /// separators, blanks, a leading plus, a bare point, what is not finite and what is longer than <see cref="MaxBytes"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.Length is 0 or > MaxBytes || !IsNumber(text))
        {
            return false;
        }

        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var rest = text[0] == (byte)'-' ? text[1..] : text;
        if (!TakeDigits(ref rest))
        {
            return false;
        }

        if (rest is [(byte)'.', ..])
        {
            rest = rest[1..];
            if (!TakeDigits(ref rest))
            {
                return false;
            }
        }

        if (rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = rest[1..];
            rest = rest is [(byte)'+' or (byte)'-', ..] ? rest[1..] : rest;
            if (!TakeDigits(ref rest))
            {
                return false;
            }
        }

        return rest.IsEmpty;
    }

    private static bool TakeDigits(ref ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? text.Length : count;
        text = text[count..];
        return count > 0;
    }
}
