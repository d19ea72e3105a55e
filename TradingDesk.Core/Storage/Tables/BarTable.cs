using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="Bar"/> stands in <c>bars</c>.</summary>
internal static class BarTable
{
    /// <summary>The newest version of a bar wins: history that fills a gap replaces what the gap left.</summary>
    private const string Insert = """
        INSERT INTO bars (symbol, timeframe, open_time, open, high, low, close, volume, buy_volume, tick_count, source, flags)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
            buy_volume = excluded.buy_volume, tick_count = excluded.tick_count, source = excluded.source, flags = excluded.flags
        """;

    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = "timeframe, open_time, open, high, low, close, volume, buy_volume, tick_count, source, flags";

    /// <param name="symbol">UTF-8: rows come by the thousand and names are few.</param>
    public static void Write(RawConnection connection, ReadOnlySpan<byte> symbol, in Bar bar)
    {
        var row = connection.Use(Insert);
        row.BindUtf8(1, symbol).Bind(2, (long)bar.Timeframe).Bind(3, bar.OpenTime);
        row.Bind(4, bar.Open).Bind(5, bar.High).Bind(6, bar.Low).Bind(7, bar.Close);
        row.Bind(8, bar.Volume).Bind(9, bar.BuyVolume).Bind(10, (long)bar.TickCount).Bind(11, (long)bar.Source).Bind(12, (long)bar.Flags);
        row.Run();
    }

    public static Bar Read(Statement row) => new(
        (Timeframe)row.Int(0),
        row.Time(1),
        open: row.Double(2),
        high: row.Double(3),
        low: row.Double(4),
        close: row.Double(5),
        volume: row.Double(6),
        buyVolume: row.Double(7),
        tickCount: row.Int(8),
        source: (Venue)row.Int(9),
        flags: (BarFlags)row.Int(10));
}
