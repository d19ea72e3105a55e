using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="ClosedTrade"/> stands in <c>trades</c>.</summary>
internal static class TradeTable
{
    private const string Insert = """
        INSERT INTO trades (position_id, sequence, symbol, side, lots, entry_price, exit_price, gross_pnl, fees, net_pnl, r_multiple, exit_reason, trace_id,
            opened_at, closed_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        """;

    public const string Columns =
        "position_id, symbol, side, lots, entry_price, exit_price, gross_pnl, fees, net_pnl, r_multiple, exit_reason, trace_id, opened_at, closed_at";

    public static void Write(RawConnection connection, long sequence, ClosedTrade trade)
    {
        var row = connection.Use(Insert);
        row.Bind(1, trade.PositionId).Bind(2, sequence).Bind(3, trade.Symbol).Bind(4, (long)trade.Side).Bind(5, trade.Quantity.Lots);
        row.Bind(6, trade.EntryPrice.Value).Bind(7, trade.ExitPrice.Value).Bind(8, trade.GrossPnl.Amount).Bind(9, trade.Fees.Amount);
        row.Bind(10, trade.NetPnl.Amount).Bind(11, trade.RMultiple).Bind(12, trade.ExitReason).Bind(13, trade.TraceId);
        row.Bind(14, trade.OpenedAt).Bind(15, trade.ClosedAt);
        row.Run();
    }

    public static ClosedTrade Read(Statement row) => new(
        PositionId: row.Text(0),
        Symbol: row.Symbol(1),
        Side: (Side)row.Int(2),
        Quantity: new Quantity(row.Decimal(3)),
        EntryPrice: new Price(row.Decimal(4)),
        ExitPrice: new Price(row.Decimal(5)),
        GrossPnl: new Money(row.Decimal(6)),
        Fees: new Money(row.Decimal(7)),
        NetPnl: new Money(row.Decimal(8)),
        RMultiple: row.Double(9),
        ExitReason: row.Text(10),
        TraceId: row.OptionalText(11),
        OpenedAt: row.Time(12),
        ClosedAt: row.Time(13));
}
