using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="StructureEntry"/> stands in <c>structure_events</c>.</summary>
internal static class StructureTable
{
    private const string Insert = """
        INSERT INTO structure_events (sequence, symbol, timeframe, kind, break, direction, level, origin_index, origin_at, broken_index, broken_at,
            known_at_index, known_at, cause_index, tag, top, bottom, amount, ratio)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
        """;

    public static void Write(RawConnection connection, StructureEntry entry)
    {
        var e = entry.Event;
        var row = connection.Use(Insert);
        row.Bind(1, entry.Sequence).Bind(2, entry.RequiredSymbol()).Bind(3, (long)entry.Timeframe).Bind(4, (long)e.Kind).Bind(5, (long)e.Break);
        row.Bind(6, (long)e.Direction).Bind(7, e.Level).Bind(8, (long)e.OriginIndex).Bind(9, e.OriginAt).Bind(10, (long)e.BrokenIndex);
        row.Bind(11, e.BrokenAt).Bind(12, (long)e.KnownAtIndex).Bind(13, e.KnownAt).Bind(14, (long)e.CauseIndex);
        row.Bind(15, (long)e.Tag).Bind(16, e.Top).Bind(17, e.Bottom).Bind(18, e.Amount).Bind(19, e.Ratio);
        row.Run();
    }
}
