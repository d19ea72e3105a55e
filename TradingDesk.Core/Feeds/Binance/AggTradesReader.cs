using System.Text.Json;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Reads a REST aggTrades answer: <c>[{"a":…,"p":…,"q":…,"f":…,"l":…,"T":…,"m":…},…]</c>.</summary>
internal static class AggTradesReader
{
    [Flags]
    private enum Part
    {
        None = 0,
        Id = 1,
        Price = 2,
        Quantity = 4,
        First = 8,
        Last = 16,
        Time = 32,
        BuyerIsMaker = 64,
        All = 127,
    }

    /// <summary>Leaves the reader at the end of the list in any case; false where an entry is not a whole trade or ids do not rise.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, List<BinanceAggTrade> trades)
    {
        var isGood = true;
        var lastId = long.MinValue;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !TryReadTrade(ref reader, out var trade))
            {
                reader.Skip();
                isGood = false;
                continue;
            }

            isGood &= trade.Id > lastId;
            lastId = trade.Id;
            trades.Add(trade);
        }

        return isGood;
    }

    private static bool TryReadTrade(ref Utf8JsonReader reader, out BinanceAggTrade trade)
    {
        long id = 0, first = 0, last = 0, time = 0;
        double price = 0, quantity = 0;
        var buyerIsMaker = false;
        var read = Part.None;
        var isRepeated = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            var part = name switch
            {
                (byte)'a' when JsonText.TryInteger(ref reader, ref id) => Part.Id,
                (byte)'p' when JsonText.TryDecimal(ref reader, ref price) => Part.Price,
                (byte)'q' when JsonText.TryDecimal(ref reader, ref quantity) => Part.Quantity,
                (byte)'f' when JsonText.TryInteger(ref reader, ref first) => Part.First,
                (byte)'l' when JsonText.TryInteger(ref reader, ref last) => Part.Last,
                (byte)'T' when JsonText.TryInteger(ref reader, ref time) => Part.Time,
                (byte)'m' when reader.TokenType is JsonTokenType.True or JsonTokenType.False => Part.BuyerIsMaker,
                _ => Part.None,
            };
            buyerIsMaker = part == Part.BuyerIsMaker ? reader.TokenType == JsonTokenType.True : buyerIsMaker;
            isRepeated |= (read & part) != 0;
            read |= part;
            reader.Skip();
        }

        trade = new BinanceAggTrade(id, Price: price, Quantity: quantity, FirstTradeId: first, LastTradeId: last, Time: time, BuyerIsMaker: buyerIsMaker);
        return read == Part.All && !isRepeated;
    }
}
