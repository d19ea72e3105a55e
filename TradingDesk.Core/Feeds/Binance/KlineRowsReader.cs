using System.Text.Json;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Reads the rows of a REST klines answer at the place of a <see cref="Utf8JsonReader"/>: openTime, open, high, low, close, volume, closeTime, quote volume, trades, taker buy volume, …</summary>
internal static class KlineRowsReader
{
    private const int Columns = 11;

    /// <summary>Leaves the reader at the end of the list in any case; false where a row is not a whole candle or open times do not rise.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, List<BinanceKlineRow> rows)
    {
        var isGood = true;
        var lastOpen = long.MinValue;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray || !TryReadRow(ref reader, out var row))
            {
                reader.Skip();
                isGood = false;
                continue;
            }

            isGood &= row.OpenTime > lastOpen;
            lastOpen = row.OpenTime;
            rows.Add(row);
        }

        return isGood;
    }

    private static bool TryReadRow(ref Utf8JsonReader reader, out BinanceKlineRow row)
    {
        long openTime = 0, trades = 0;
        double open = 0, high = 0, low = 0, close = 0, volume = 0, bought = 0;
        var isGood = true;
        var column = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isGood &= column switch
            {
                0 => JsonText.TryInteger(ref reader, ref openTime),
                1 => JsonText.TryDecimal(ref reader, ref open),
                2 => JsonText.TryDecimal(ref reader, ref high),
                3 => JsonText.TryDecimal(ref reader, ref low),
                4 => JsonText.TryDecimal(ref reader, ref close),
                5 => JsonText.TryDecimal(ref reader, ref volume),
                8 => JsonText.TryInteger(ref reader, ref trades),
                9 => JsonText.TryDecimal(ref reader, ref bought),
                _ => true,
            };
            column++;
            reader.Skip();
        }

        row = new BinanceKlineRow(openTime, Open: open, High: high, Low: low, Close: close, Volume: volume, BuyVolume: bought, Trades: trades);
        return isGood && column >= Columns;
    }
}
