using System.Runtime.CompilerServices;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// A forward scanner over compact JSON. It understands only what Binance sends every day and answers false to anything else (blanks, escapes, nesting,
/// signs, exponents, long numbers, bad syntax); false says nothing about validity, the caller then asks <see cref="BinanceFrameReader"/>.
/// </summary>
internal ref struct FrameScanner(ReadOnlySpan<byte> utf8)
{
    private const int MaxIntegerDigits = 18;

    /// <summary>Longer strings and numbers are left to the reader, which is quicker on them.</summary>
    private const int MaxTokenBytes = 64;

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _at;

    public readonly bool AtEnd => _at == _utf8.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly byte Peek() => (uint)_at < (uint)_utf8.Length ? _utf8[_at] : (byte)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(byte expected)
    {
        if ((uint)_at < (uint)_utf8.Length && _utf8[_at] == expected)
        {
            _at++;
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(ReadOnlySpan<byte> expected)
    {
        if (_utf8.Length - _at >= expected.Length && _utf8.Slice(_at, expected.Length).SequenceEqual(expected))
        {
            _at += expected.Length;
            return true;
        }

        return false;
    }

    /// <summary>Takes a name of one or two letters with its colon: <c>"x":</c> gives x, <c>"xy":</c> gives x + 256 y. Other names give false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryShortName(out int name)
    {
        var rest = _utf8[_at..];
        if (rest.Length > 4 && rest[0] == (byte)'"' && IsLetter(rest[1]))
        {
            if (rest[2] == (byte)'"' && rest[3] == (byte)':')
            {
                name = rest[1];
                _at += 4;
                return true;
            }

            if (IsLetter(rest[2]) && rest[3] == (byte)'"' && rest[4] == (byte)':')
            {
                name = rest[1] | (rest[2] << 8);
                _at += 5;
                return true;
            }
        }

        name = 0;
        return false;
    }

    /// <summary>Takes a string without escapes; gives what is between the quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryString(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryTake((byte)'"'))
        {
            return false;
        }

        var start = _at;
        var end = Math.Min(_utf8.Length, start + MaxTokenBytes);
        for (var i = start; i < end; i++)
        {
            var c = _utf8[i];
            if (c == (byte)'"')
            {
                text = _utf8[start..i];
                _at = i + 1;
                return true;
            }

            if (c < 0x20 || c == (byte)'\\')
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Takes a non-negative integer of at most 18 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryInteger(out long value)
    {
        var start = _at;
        ulong sum = 0;
        var i = start;
        var end = Math.Min(_utf8.Length, start + MaxTokenBytes);
        for (; i < end; i++)
        {
            var digit = (uint)(_utf8[i] - '0');
            if (digit > 9)
            {
                break;
            }

            sum = (sum * 10) + digit;
        }

        var digits = i - start;
        value = (long)sum;
        if (digits is 0 or > MaxIntegerDigits || (digits > 1 && _utf8[start] == (byte)'0'))
        {
            return false;
        }

        _at = i;
        return true;
    }

    /// <summary>Takes a quoted decimal number that one exact division gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryDecimal(out double value)
    {
        value = 0;
        if (!TryTake((byte)'"'))
        {
            return false;
        }

        ulong mantissa = 0;
        var i = _at;
        var end = Math.Min(_utf8.Length, i + MaxTokenBytes);
        uint digit;
        while (i < end && (digit = (uint)(_utf8[i] - '0')) <= 9)
        {
            mantissa = (mantissa * 10) + digit;
            i++;
        }

        var digits = i - _at;
        if (digits == 0)
        {
            return false;
        }

        var fractionDigits = 0;
        if (i < end && _utf8[i] == (byte)'.')
        {
            var start = ++i;
            while (i < end && (digit = (uint)(_utf8[i] - '0')) <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                i++;
            }

            fractionDigits = i - start;
            if (fractionDigits == 0)
            {
                return false;
            }
        }

        if (i >= end || _utf8[i] != (byte)'"')
        {
            return false;
        }

        _at = i + 1;
        return DecimalText.TryExact(mantissa, digits + fractionDigits, fractionDigits, out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBoolean(out bool value)
    {
        value = Peek() == (byte)'t';
        return value ? TryTake("true"u8) : TryTake("false"u8);
    }

    /// <summary>Takes <c>[["price","quantity"],…]</c>.</summary>
    public bool TryLevels(DepthLevels levels)
    {
        if (!TryTake((byte)'['))
        {
            return false;
        }

        if (TryTake((byte)']'))
        {
            return true;
        }

        do
        {
            if (!TryTake((byte)'[') || !TryDecimal(out var price) || !TryTake((byte)',') || !TryDecimal(out var quantity) || !TryTake((byte)']'))
            {
                return false;
            }

            levels.Add(price, quantity);
        }
        while (TryTake((byte)','));

        return TryTake((byte)']');
    }

    /// <summary>Takes a value that the desk does not read: a string, an integer or a boolean.</summary>
    public bool TrySkipScalar() => Peek() switch
    {
        (byte)'"' => TryString(out _),
        (byte)'t' or (byte)'f' => TryBoolean(out _),
        _ => TryInteger(out _),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLetter(byte c) => (uint)((c | 0x20) - 'a') <= 'z' - 'a';
}
