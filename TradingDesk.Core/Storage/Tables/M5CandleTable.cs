using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How an <see cref="M5CandleRow"/> stands in <c>m5_candles</c>: one row a revision.</summary>
internal static class M5CandleTable
{
    private const string Insert = """
        INSERT INTO m5_candles (symbol, timestamp_utc, revision, open, high, low, close, volume, atr_14, vwap, volatility_state, structure, sources)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
            atr_14 = excluded.atr_14, vwap = excluded.vwap, volatility_state = excluded.volatility_state, structure = excluded.structure, sources = excluded.sources
        """;

    private const string Columns = "symbol, timestamp_utc, revision, open, high, low, close, volume, atr_14, vwap, volatility_state, structure, sources";

    private const string SelectBackwards = $"""
        SELECT {Columns} FROM m5_candles WHERE symbol = ?1 AND timestamp_utc < ?2 AND timestamp_utc >= ?3 ORDER BY timestamp_utc DESC, revision DESC
        """;

    private const string SelectRevisions = $"SELECT {Columns} FROM m5_candles WHERE symbol = ?1 AND timestamp_utc = ?2 ORDER BY revision";

    public static void Write(RawConnection connection, M5CandleRow candle)
    {
        var row = connection.Use(Insert);
        row.Bind(1, candle.Symbol).Bind(2, candle.TimestampUtc).Bind(3, (long)candle.Revision);
        row.Bind(4, candle.Open).Bind(5, candle.High).Bind(6, candle.Low).Bind(7, candle.Close).Bind(8, candle.Volume);
        row.Bind(9, candle.Atr14).Bind(10, candle.Vwap).Bind(11, candle.VolatilityState).Bind(12, candle.Structure).Bind(13, candle.Sources);
        row.Run();
    }

    /// <summary>The newest revision of each of the newest candles, oldest candle first.</summary>
    public static List<M5CandleRow> ReadNewest(RawConnection connection, Symbol symbol, int limit, Timestamp? before, Timestamp? from)
    {
        // Backwards along the key: revisions are few, so passing them over costs less than asking for each candle's newest.
        var row = connection.Use(SelectBackwards).Bind(1, symbol).Bind(2, before?.UnixMicroseconds ?? long.MaxValue).Bind(3, from?.UnixMicroseconds ?? long.MinValue);
        var candles = new List<M5CandleRow>(Math.Min(limit, 512));
        while (row.Step())
        {
            if (candles.Count > 0 && candles[^1].TimestampUtc == row.Time(1))
            {
                continue;
            }

            if (candles.Count == limit)
            {
                row.Reset();
                break;
            }

            candles.Add(Read(row));
        }

        candles.Reverse();
        return candles;
    }

    /// <summary>Every revision of one candle, first revision first.</summary>
    public static List<M5CandleRow> ReadRevisions(RawConnection connection, Symbol symbol, Timestamp timestamp)
    {
        var row = connection.Use(SelectRevisions).Bind(1, symbol).Bind(2, timestamp);
        var revisions = new List<M5CandleRow>();
        while (row.Step())
        {
            revisions.Add(Read(row));
        }

        return revisions;
    }

    private static M5CandleRow Read(Statement row) => new()
    {
        Symbol = row.Text(0),
        TimestampUtc = row.Time(1),
        Revision = row.Int(2),
        Open = row.Double(3),
        High = row.Double(4),
        Low = row.Double(5),
        Close = row.Double(6),
        Volume = row.Double(7),
        Atr14 = row.OptionalDouble(8),
        Vwap = row.OptionalDouble(9),
        VolatilityState = row.OptionalText(10),
        Structure = row.Text(11),
        Sources = row.Text(12),
    };
}
