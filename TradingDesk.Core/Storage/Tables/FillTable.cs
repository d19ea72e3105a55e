using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="Fill"/> stands in <c>fills</c>.</summary>
internal static class FillTable
{
    private const string Insert = """
        INSERT INTO fills (fill_id, sequence, order_id, position_id, symbol, side, entry, lots, price, fee, slippage, reason, trace_id, occurred_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        """;

    public const string Columns = "fill_id, order_id, position_id, symbol, side, entry, lots, price, fee, slippage, reason, trace_id, occurred_at";

    public static void Write(RawConnection connection, long sequence, Fill fill)
    {
        var row = connection.Use(Insert);
        row.Bind(1, fill.FillId).Bind(2, sequence).Bind(3, fill.OrderId).Bind(4, fill.PositionId).Bind(5, fill.Symbol).Bind(6, (long)fill.Side);
        row.Bind(7, (long)fill.Entry).Bind(8, fill.Quantity.Lots).Bind(9, fill.Price.Value).Bind(10, fill.Fee.Amount).Bind(11, fill.Slippage.Amount);
        row.Bind(12, fill.Reason).Bind(13, fill.TraceId).Bind(14, fill.OccurredAt);
        row.Run();
    }

    public static Fill Read(Statement row) => new(
        FillId: row.Text(0),
        OrderId: row.Text(1),
        PositionId: row.Text(2),
        Symbol: row.Symbol(3),
        Side: (Side)row.Int(4),
        Entry: (FillEntry)row.Int(5),
        Quantity: new Quantity(row.Decimal(6)),
        Price: new Price(row.Decimal(7)),
        Fee: new Money(row.Decimal(8)),
        Slippage: new Money(row.Decimal(9)),
        Reason: row.Text(10),
        TraceId: row.OptionalText(11),
        OccurredAt: row.Time(12));
}
