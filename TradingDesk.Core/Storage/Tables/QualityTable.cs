using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="QualityDayRow"/> stands in <c>quality_days</c>.</summary>
internal static class QualityTable
{
    private const string Insert = """
        INSERT INTO quality_days (symbol, day, score, counts) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET score = excluded.score, counts = excluded.counts
        """;

    private const string Select = "SELECT symbol, day, score, counts FROM quality_days WHERE symbol = ?1 ORDER BY day DESC LIMIT ?2";

    public static void Write(RawConnection connection, QualityDayRow day) =>
        connection.Use(Insert).Bind(1, day.Symbol).Bind(2, day.Day).Bind(3, day.Score).Bind(4, day.Counts).Run();

    /// <summary>Newest day first.</summary>
    public static List<QualityDayRow> ReadNewest(RawConnection connection, Symbol symbol, int limit)
    {
        var row = connection.Use(Select).Bind(1, symbol).Bind(2, (long)limit);
        var days = new List<QualityDayRow>();
        while (row.Step())
        {
            days.Add(new QualityDayRow { Symbol = row.Text(0), Day = row.Time(1), Score = row.Double(2), Counts = row.Text(3) });
        }

        return days;
    }
}
