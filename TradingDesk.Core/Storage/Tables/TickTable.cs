using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="TickSecond"/> stands in <c>unified_ticks</c>.</summary>
internal static class TickTable
{
    private const string Insert = """
        INSERT INTO unified_ticks (symbol, second, venue, bid, ask, volume, tick_count, offset_applied) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT DO UPDATE SET bid = excluded.bid, ask = excluded.ask, volume = excluded.volume,
            tick_count = excluded.tick_count, offset_applied = excluded.offset_applied
        """;

    public const string Columns = "second, venue, bid, ask, volume, offset_applied";

    /// <param name="symbol">UTF-8: rows come by the thousand and names are few.</param>
    public static void Write(RawConnection connection, ReadOnlySpan<byte> symbol, in TickSecond tick)
    {
        var row = connection.Use(Insert);
        row.BindUtf8(1, symbol).Bind(2, tick.Second).Bind(3, (long)tick.Venue).Bind(4, tick.Bid).Bind(5, tick.Ask);
        row.Bind(6, tick.Volume).Bind(7, (long)tick.TickCount).Bind(8, tick.OffsetApplied);
        row.Run();
    }

    public static TickAggregate Read(Statement row)
    {
        var bid = row.Double(2);
        var ask = row.Double(3);
        return new TickAggregate(row.Time(0), ((Venue)row.Int(1)).ToName(), Bid: bid, Ask: ask, Mid: (bid + ask) * 0.5, Volume: row.Double(4), OffsetApplied: row.Double(5));
    }
}
