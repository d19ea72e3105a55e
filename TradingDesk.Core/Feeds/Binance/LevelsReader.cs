using System.Text.Json;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Reads <c>[["price","quantity"],…]</c> at the place of a <see cref="Utf8JsonReader"/>.</summary>
internal static class LevelsReader
{
    /// <summary>Leaves the reader at the end of the value in any case; false where it is not a list of pairs of decimal strings.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, DepthLevels levels)
    {
        levels.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var isGood = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isGood &= TryReadPair(ref reader, levels);
        }

        return isGood;
    }

    private static bool TryReadPair(ref Utf8JsonReader reader, DepthLevels levels)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        double price = 0, quantity = 0;
        var isGood = true;
        var items = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isGood &= items switch
            {
                0 => JsonText.TryDecimal(ref reader, ref price),
                1 => JsonText.TryDecimal(ref reader, ref quantity),
                _ => false,
            };
            items++;
            reader.Skip();
        }

        if (isGood && items == 2)
        {
            levels.Add(price, quantity);
            return true;
        }

        return false;
    }
}
