using System.Globalization;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>One list of decision traces: its filter, its statement, and where its next page starts. Newest first, by bar close time and symbol.</summary>
internal sealed class DecisionFilter
{
    private static readonly Verdict[] Verdicts = Enum.GetValues<Verdict>();

    private readonly Symbol? _symbol;
    private readonly Verdict? _verdict;
    private readonly Timestamp? _from;
    private readonly Timestamp? _to;
    private readonly string _list;
    private long? _pageTime;
    private string _pageSymbol = "";

    private DecisionFilter(Symbol? symbol, Verdict? verdict, Timestamp? from, Timestamp? to)
    {
        _symbol = symbol;
        _verdict = verdict;
        _from = from;
        _to = to;
        _list = string.Create(CultureInfo.InvariantCulture, $"decisions|{symbol}|{verdict}|{from?.UnixMicroseconds}|{to?.UnixMicroseconds}");
    }

    public static Outcome<DecisionFilter> Create(Symbol? symbol, string? verdict, Timestamp? from, Timestamp? to)
    {
        if (verdict is null)
        {
            return new DecisionFilter(symbol, null, from, to);
        }

        foreach (var candidate in Verdicts)
        {
            if (candidate.ToName() == verdict)
            {
                return new DecisionFilter(symbol, candidate, from, to);
            }
        }

        return new Fault("INVALID_VERDICT", "A verdict is one of buy, sell, hold and refused.") { Field = "verdict" };
    }

    /// <summary>Starts after the page that gave the cursor; false where the cursor is not one of this list.</summary>
    public bool TryContinue(PageCursors cursors, string cursor)
    {
        if (!cursors.TryRead(_list, cursor, out var time, out var symbol))
        {
            return false;
        }

        _pageTime = time;
        _pageSymbol = symbol;
        return true;
    }

    public DecisionList ReadPage(RawConnection connection, PageCursors cursors, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var row = connection.Use(Sql());
        row.Bind(1, _symbol?.Name).Bind(2, (long)_verdict.GetValueOrDefault()).Bind(3, _from?.UnixMicroseconds ?? long.MinValue);
        row.Bind(4, _to?.UnixMicroseconds ?? long.MaxValue).Bind(5, _pageTime ?? long.MaxValue).Bind(6, _pageSymbol).Bind(7, limit + 1L);
        var traces = new List<DecisionSummary>(limit);
        while (row.Step())
        {
            if (traces.Count == limit)
            {
                row.Reset();
                var last = traces[^1];
                return new DecisionList(traces, cursors.Create(_list, last.BarCloseTime.UnixMicroseconds, last.Symbol));
            }

            traces.Add(TraceTable.Read(row).ToSummary());
        }

        return new DecisionList(traces, null);
    }

    /// <summary>One text for each of the eight kinds of filter, so that each has its own plan and index. The unused parameters keep their numbers.</summary>
    private string Sql()
    {
        var page = _pageTime is null ? "" : " AND (bar_close_time, symbol) < (?5, ?6)";
        var symbol = _symbol is null ? "" : " AND symbol = ?1";
        var verdict = _verdict is null ? "" : " AND verdict = ?2";
        return $"SELECT {TraceTable.Columns} FROM decision_traces WHERE bar_close_time >= ?3 AND bar_close_time < ?4{symbol}{verdict}{page} "
            + "ORDER BY bar_close_time DESC, symbol DESC LIMIT ?7";
    }
}
