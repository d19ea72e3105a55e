using System.Text.Json;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Reads short strings and numbers at the place of a <see cref="Utf8JsonReader"/> without allocating.</summary>
internal static class JsonText
{
    /// <summary>Longest name or string that is read, in bytes as they stand in the frame. Nothing that the desk reads is longer.</summary>
    public const int MaxBytes = 64;

    /// <summary>Copies the unescaped name or string at the reader; gives 0 for one that is too long to be any that is looked for.</summary>
    /// <exception cref="InvalidOperationException">It holds an escape that is no character.</exception>
    public static int Copy(ref Utf8JsonReader reader, scoped Span<byte> destination)
    {
        var text = reader.ValueSpan;
        if (text.Length > destination.Length)
        {
            return 0;
        }

        if (reader.ValueIsEscaped)
        {
            return reader.CopyString(destination);
        }

        text.CopyTo(destination);
        return text.Length;
    }

    public static bool TryString(ref Utf8JsonReader reader, scoped Span<byte> destination, out int length)
    {
        length = 0;
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        length = Copy(ref reader, destination);
        return true;
    }

    public static bool TryInteger(ref Utf8JsonReader reader, ref long value) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);

    /// <summary>A decimal number in a string, as Binance sends all prices and quantities.</summary>
    public static bool TryDecimal(ref Utf8JsonReader reader, ref double value)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            return DecimalText.TryParse(reader.ValueSpan, out value);
        }

        Span<byte> text = stackalloc byte[MaxBytes];
        return DecimalText.TryParse(text[..Copy(ref reader, text)], out value);
    }
}
