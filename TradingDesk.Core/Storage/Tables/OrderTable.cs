using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How an <see cref="Order"/> stands in <c>orders</c>: in its latest state.</summary>
internal static class OrderTable
{
    private const string Insert = """
        INSERT INTO orders (order_id, sequence, symbol, side, lots, reduce_only, position_id, stop, target, state, reason, trace_id, created_at, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT DO UPDATE SET sequence = excluded.sequence, lots = excluded.lots, position_id = excluded.position_id, stop = excluded.stop,
            target = excluded.target, state = excluded.state, reason = excluded.reason, updated_at = excluded.updated_at
        """;

    public const string Columns = "order_id, symbol, side, lots, reduce_only, position_id, stop, target, state, reason, trace_id, created_at, updated_at";

    public static void Write(RawConnection connection, long sequence, Order order)
    {
        var row = connection.Use(Insert);
        row.Bind(1, order.OrderId).Bind(2, sequence).Bind(3, order.Symbol).Bind(4, (long)order.Side).Bind(5, order.Quantity.Lots);
        row.Bind(6, order.ReduceOnly ? 1L : 0L).Bind(7, order.PositionId).Bind(8, order.Stop?.Value).Bind(9, order.Target?.Value);
        row.Bind(10, (long)order.State).Bind(11, order.Reason).Bind(12, order.TraceId).Bind(13, order.CreatedAt).Bind(14, order.UpdatedAt);
        row.Run();
    }

    public static Order Read(Statement row) => new(
        OrderId: row.Text(0),
        Symbol: row.Symbol(1),
        Side: (Side)row.Int(2),
        Quantity: new Quantity(row.Decimal(3)),
        ReduceOnly: row.Int(4) != 0,
        PositionId: row.OptionalText(5),
        Stop: row.IsNull(6) ? null : new Price(row.Decimal(6)),
        Target: row.IsNull(7) ? null : new Price(row.Decimal(7)),
        State: (OrderState)row.Int(8),
        Reason: row.Text(9),
        TraceId: row.OptionalText(10),
        CreatedAt: row.Time(11),
        UpdatedAt: row.Time(12));
}
