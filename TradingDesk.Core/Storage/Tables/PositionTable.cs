using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How an open <see cref="Position"/> stands in <c>positions</c>.</summary>
internal static class PositionTable
{
    private const string Insert = """
        INSERT OR REPLACE INTO positions (position_id, symbol, side, lots, entry_price, stop, target, initial_risk, fees_paid, trace_id, opened_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """;

    private const string Delete = "DELETE FROM positions WHERE position_id = ?1";

    private const string SelectAll = """
        SELECT position_id, symbol, side, lots, entry_price, stop, target, initial_risk, fees_paid, trace_id, opened_at FROM positions
        ORDER BY opened_at, position_id
        """;

    public static void Write(RawConnection connection, Position position)
    {
        var row = connection.Use(Insert);
        row.Bind(1, position.PositionId).Bind(2, position.Symbol).Bind(3, (long)position.Side).Bind(4, position.Quantity.Lots);
        row.Bind(5, position.EntryPrice.Value).Bind(6, position.Stop.Value).Bind(7, position.Target.Value).Bind(8, position.InitialRisk.Amount);
        row.Bind(9, position.FeesPaid.Amount).Bind(10, position.TraceId).Bind(11, position.OpenedAt);
        row.Run();
    }

    public static void Remove(RawConnection connection, string positionId) => connection.Use(Delete).Bind(1, positionId).Run();

    public static List<Position> ReadAll(RawConnection connection)
    {
        var positions = new List<Position>();
        var row = connection.Use(SelectAll);
        while (row.Step())
        {
            positions.Add(new Position(
                PositionId: row.Text(0),
                Symbol: row.Symbol(1),
                Side: (Side)row.Int(2),
                Quantity: new Quantity(row.Decimal(3)),
                EntryPrice: new Price(row.Decimal(4)),
                Stop: new Price(row.Decimal(5)),
                Target: new Price(row.Decimal(6)),
                InitialRisk: new Money(row.Decimal(7)),
                FeesPaid: new Money(row.Decimal(8)),
                TraceId: row.OptionalText(9),
                OpenedAt: row.Time(10)));
        }

        return positions;
    }
}
