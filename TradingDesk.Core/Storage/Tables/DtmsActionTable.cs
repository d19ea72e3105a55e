using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="DtmsActionRow"/> stands in <c>dtms_actions</c>.</summary>
internal static class DtmsActionTable
{
    private const string Insert = """
        INSERT INTO dtms_actions (id, at, position_id, symbol, state_from, state_to, action, reason, score, parts)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """;

    private const string Select = "SELECT id, at, position_id, symbol, state_from, state_to, action, reason, score, parts FROM dtms_actions";
    private const string SelectSince = Select + " WHERE at >= ?1 ORDER BY at DESC, id DESC LIMIT ?2";
    private const string SelectOfPosition = Select + " WHERE position_id = ?3 AND at >= ?1 ORDER BY at DESC, id DESC LIMIT ?2";

    public static void Write(RawConnection connection, DtmsActionRow action)
    {
        var row = connection.Use(Insert);
        row.Bind(1, action.Id).Bind(2, action.At).Bind(3, action.PositionId).Bind(4, action.Symbol).Bind(5, action.StateFrom);
        row.Bind(6, action.StateTo).Bind(7, action.Action).Bind(8, action.Reason).Bind(9, action.Score).Bind(10, action.Parts);
        row.Run();
    }

    /// <summary>Newest first.</summary>
    public static List<DtmsActionRow> ReadSince(RawConnection connection, string? positionId, Timestamp from, int limit)
    {
        var row = connection.Use(positionId is null ? SelectSince : SelectOfPosition).Bind(1, from).Bind(2, (long)limit);
        if (positionId is not null)
        {
            row.Bind(3, positionId);
        }

        var actions = new List<DtmsActionRow>();
        while (row.Step())
        {
            actions.Add(new DtmsActionRow
            {
                Id = row.Long(0),
                At = row.Time(1),
                PositionId = row.Text(2),
                Symbol = row.Text(3),
                StateFrom = row.Text(4),
                StateTo = row.Text(5),
                Action = row.Text(6),
                Reason = row.Text(7),
                Score = row.Double(8),
                Parts = row.Text(9),
            });
        }

        return actions;
    }
}
