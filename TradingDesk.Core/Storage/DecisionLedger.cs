using System.Globalization;
using System.Text;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>Questions to the decision ledger that no single trace answers: why not today, and which gate stands in the way most often.</summary>
internal static class DecisionLedger
{
    private const int NearMissCount = 5;

    public static DecisionSummaryView Summarise(RawConnection connection, Symbol? symbol, Timestamp from, Timestamp to)
    {
        var where = symbol is null ? "" : " AND symbol = ?3";
        var verdicts = new long[4];
        var rows = Bound(connection.Use($"SELECT verdict, count(*) FROM decision_traces WHERE bar_close_time >= ?1 AND bar_close_time < ?2{where} GROUP BY verdict"), symbol, from, to);
        while (rows.Step())
        {
            verdicts[rows.Int(0)] = rows.Long(1);
        }

        var counts = new List<(GateKind Gate, long Count)>();
        rows = Bound(connection.Use($"SELECT blocked_by, count(*) FROM decision_traces WHERE bar_close_time >= ?1 AND bar_close_time < ?2 AND blocked_by <> 0{where} GROUP BY blocked_by"), symbol, from, to);
        while (rows.Step())
        {
            counts.Add(((GateKind)rows.Int(0), rows.Long(1)));
        }

        var misses = new List<NearMiss>();
        rows = Bound(connection.Use($"SELECT {TraceTable.Columns} FROM decision_traces WHERE bar_close_time >= ?1 AND bar_close_time < ?2 AND blocked_by <> 0{where} ORDER BY bar_close_time DESC LIMIT {NearMissCount}"), symbol, from, to);
        while (rows.Step())
        {
            misses.Add(MissOf(TraceTable.Read(rows)));
        }

        var total = counts.Sum(c => c.Count);
        var gates = counts
            .OrderByDescending(c => c.Count).ThenBy(c => c.Gate)
            .Select(c => new BlockingGate(GateWords.Name(c.Gate), c.Count, (double)c.Count / total))
            .ToArray();
        var summary = new DecisionSummaryView(
            symbol?.Name, from, to, verdicts.Sum(), verdicts[(int)Verdict.Buy], verdicts[(int)Verdict.Sell], verdicts[(int)Verdict.Refused], verdicts[(int)Verdict.Hold], total, gates, misses, string.Empty);
        return summary with { Narrative = Narrate(summary) };
    }

    private static Statement Bound(Statement statement, Symbol? symbol, Timestamp from, Timestamp to)
    {
        statement.Bind(1, from).Bind(2, to);
        return symbol is { } one ? statement.Bind(3, one) : statement;
    }

    private static NearMiss MissOf(DecisionTrace trace)
    {
        var draft = trace.Draft;
        var gate = draft.Gates.First(g => g.Passed != true);
        return new NearMiss(
            trace.TraceId, trace.Symbol.Name, trace.BarCloseTime, GateWords.Name(gate.Kind), gate.Value, gate.Threshold, gate.Distance, GateWords.Unit(gate.Kind), GateWords.Reason(gate, draft.Filters, draft.Direction));
    }

    private static string Narrate(DecisionSummaryView summary)
    {
        var who = summary.Symbol ?? "The desk";
        if (summary.Evaluated == 0)
        {
            return $"{who} evaluated no closed M1 bar in this period.";
        }

        var words = new StringBuilder();
        var proposed = summary.Buy + summary.Sell + summary.Refused;
        words.Append(CultureInfo.InvariantCulture, $"{who} evaluated {summary.Evaluated} closed M1 bars: ");
        words.Append(proposed == 0
            ? "no trade was proposed."
            : string.Create(CultureInfo.InvariantCulture, $"{summary.Buy} buys and {summary.Sell} sells were approved, {summary.Refused} proposals were refused by risk."));
        if (summary.Gates is [var first, ..])
        {
            words.Append(CultureInfo.InvariantCulture, $" On {summary.BlockedByOne} bars a single gate stood in the way, most often {first.Gate} ({first.Blocked} times, {first.Share:P0}).");
        }
        else if (summary.Hold > 0)
        {
            words.Append(" On every other bar more than one gate was missing.");
        }

        if (summary.NearMisses is [var miss, ..])
        {
            words.Append(CultureInfo.InvariantCulture, $" The last near miss was {miss.Symbol} at {miss.BarCloseTime.ToUtcDateTime():yyyy-MM-dd HH:mm} UTC: {miss.Gate}, {miss.Reason}.");
        }

        return words.ToString();
    }
}
