using System.Text.Json;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Reads the <c>k</c> object of a kline frame.</summary>
internal static class KlineReader
{
    [Flags]
    private enum Part
    {
        None = 0,
        OpenTime = 1,
        Open = 2,
        High = 4,
        Low = 8,
        Close = 16,
        Volume = 32,
        Trades = 64,
        Interval = 128,
        IsClosed = 256,
        All = 511,
    }

    /// <summary>Leaves the reader at the end of the value in any case; false where a needed field is missing, repeated or of another type.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out BinanceKline kline)
    {
        kline = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var read = Part.None;
        var isRepeated = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isLetter = reader.ValueSpan.Length == 1;
            var name = isLetter ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            var part = ReadPart(ref reader, name, ref kline);
            isRepeated |= (read & part) != 0;
            read |= part;
            reader.Skip();
        }

        return read == Part.All && !isRepeated;
    }

    private static Part ReadPart(ref Utf8JsonReader reader, byte name, ref BinanceKline kline) => name switch
    {
        (byte)'t' when JsonText.TryInteger(ref reader, ref kline.OpenTime) => Part.OpenTime,
        (byte)'o' when JsonText.TryDecimal(ref reader, ref kline.Open) => Part.Open,
        (byte)'h' when JsonText.TryDecimal(ref reader, ref kline.High) => Part.High,
        (byte)'l' when JsonText.TryDecimal(ref reader, ref kline.Low) => Part.Low,
        (byte)'c' when JsonText.TryDecimal(ref reader, ref kline.Close) => Part.Close,
        (byte)'v' when JsonText.TryDecimal(ref reader, ref kline.Volume) => Part.Volume,
        (byte)'n' when JsonText.TryInteger(ref reader, ref kline.Trades) => Part.Trades,
        (byte)'i' when TryInterval(ref reader, ref kline) => Part.Interval,
        (byte)'x' when TryBoolean(ref reader, ref kline.IsClosed) => Part.IsClosed,
        _ => Part.None,
    };

    private static bool TryInterval(ref Utf8JsonReader reader, ref BinanceKline kline)
    {
        kline.IsOneMinute = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("1m"u8);
        return reader.TokenType == JsonTokenType.String;
    }

    private static bool TryBoolean(ref Utf8JsonReader reader, ref bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
    }
}
