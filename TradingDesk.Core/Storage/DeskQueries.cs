using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Storage;

/// <summary>Stored data, through prepared statements on shared read connections.</summary>
public sealed class DeskQueries(DeskDatabase database) : IDeskQueries
{
    private const int CachedTraces = 256;

    private const string SelectBars = $"""
        SELECT {BarTable.Columns} FROM bars WHERE symbol = ?1 AND timeframe = ?2 AND open_time >= ?3 AND open_time < ?4 ORDER BY open_time DESC LIMIT ?5
        """;

    private const string SelectTicks = $"""
        SELECT {TickTable.Columns} FROM unified_ticks WHERE symbol = ?1 AND second >= ?2 AND second < ?3 ORDER BY second, venue LIMIT ?4
        """;

    private const string SelectOffsets = $"""
        SELECT {OffsetTable.Columns} FROM offset_history WHERE symbol = ?1 AND at >= ?2 AND at < ?3 ORDER BY at DESC LIMIT ?4
        """;

    private const string SelectOffsetStep = $"""
        SELECT {OffsetTable.Columns} FROM offset_history WHERE symbol = ?1 AND outcome = ?2 ORDER BY at DESC LIMIT 1
        """;

    private const string SelectTrace = $"SELECT {TraceTable.Columns} FROM decision_traces WHERE symbol = ?1 AND bar_close_time = ?2";

    private readonly BoundedCache<string, DecisionTrace> _traces = new(CachedTraces);

    private readonly TickHistory _tickHistory = new(database);

    public string SqliteVersion => database.Library.Version;

    public IReadOnlyList<Bar> GetBars(Symbol symbol, Timeframe timeframe, int limit, Timestamp? before = null, Timestamp? from = null) =>
        database.Readers.Read(connection => ReadBars(connection, symbol, timeframe, limit, before, from));

    public IReadOnlyDictionary<Timeframe, IReadOnlyList<Bar>> GetBars(Symbol symbol, IReadOnlyList<Timeframe> timeframes, int limit) =>
        database.Readers.ReadSnapshot<IReadOnlyDictionary<Timeframe, IReadOnlyList<Bar>>>(connection =>
            timeframes.ToDictionary(timeframe => timeframe, IReadOnlyList<Bar> (timeframe) => ReadBars(connection, symbol, timeframe, limit, null, null)));

    public IReadOnlyList<TickAggregate> GetTicks(Symbol symbol, Timestamp from, Timestamp to, int limit) => database.Readers.Read(connection =>
        ReadAll(connection.Use(SelectTicks).Bind(1, symbol).Bind(2, from).Bind(3, to).Bind(4, (long)limit), limit, TickTable.Read));

    public IReadOnlyList<OffsetPoint> GetOffsets(Symbol symbol, Timestamp from, Timestamp to, int limit) => database.Readers.Read(connection =>
    {
        var points = ReadAll(connection.Use(SelectOffsets).Bind(1, symbol).Bind(2, from).Bind(3, to).Bind(4, (long)limit), limit, row => OffsetTable.Read(row).ToPoint());
        points.Reverse();
        return points;
    });

    public OffsetPoint? GetLastOffsetStep(Symbol symbol) => database.Readers.Read(connection =>
        ReadAll(connection.Use(SelectOffsetStep).Bind(1, symbol).Bind(2, (long)OffsetOutcome.AcceptedStep), 1, row => OffsetTable.Read(row).ToPoint()).FirstOrDefault());
    public IReadOnlyList<TickAggregate> GetTicks(Symbol symbol, Timeframe timeframe, double hoursBack, Timestamp now, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hoursBack);
        return _tickHistory.Read(symbol, timeframe, now - TimeSpan.FromHours(hoursBack), now, limit);
    }

    public Outcome<DecisionList> GetDecisions(Symbol? symbol, string? verdict, Timestamp? from, Timestamp? to, int limit, string? cursor)
    {
        var filter = DecisionFilter.Create(symbol, verdict, from, to);
        if (!filter.IsSuccess)
        {
            return filter.Fault;
        }

        if (cursor is not null && !filter.Value.TryContinue(database.Cursors, cursor))
        {
            return new Fault("INVALID_CURSOR", "The cursor does not belong to this list and filter.") { Field = "cursor" };
        }

        return database.Readers.Read(connection => filter.Value.ReadPage(connection, database.Cursors, limit));
    }

    public DecisionTraceView? GetDecision(string traceId) => FindTrace(traceId)?.ToView();

    public byte[]? GetCanonicalDecision(string traceId) => FindTrace(traceId) is { } trace ? new CanonicalJson().Write(trace).ToArray() : null;

    public DecisionSummaryView SummariseDecisions(Symbol? symbol, Timestamp from, Timestamp to) =>
        database.Readers.ReadSnapshot(connection => DecisionLedger.Summarise(connection, symbol, from, to));

    public IReadOnlyList<ClosedTrade> GetTrades(Symbol? symbol, int limit) => Newest($"SELECT {TradeTable.Columns} FROM trades", symbol, limit, TradeTable.Read);

    public IReadOnlyList<Order> GetOrders(Symbol? symbol, int limit) => Newest($"SELECT {OrderTable.Columns} FROM orders", symbol, limit, OrderTable.Read);

    public IReadOnlyList<Fill> GetFills(Symbol? symbol, int limit) => Newest($"SELECT {FillTable.Columns} FROM fills", symbol, limit, FillTable.Read);

    public IReadOnlyList<M5CandleRow> GetM5Candles(Symbol symbol, int limit, Timestamp? before = null, Timestamp? from = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.Readers.Read(connection => M5CandleTable.ReadNewest(connection, symbol, limit, before, from));
    }

    public IReadOnlyList<M5CandleRow> GetM5Revisions(Symbol symbol, Timestamp timestamp) =>
        database.Readers.Read(connection => M5CandleTable.ReadRevisions(connection, symbol, timestamp));

    public IReadOnlyList<QualityDayRow> GetQualityDays(Symbol symbol, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.Readers.Read(connection => QualityTable.ReadNewest(connection, symbol, limit));
    }

    public IReadOnlyList<DtmsActionRow> GetDtmsActions(string? positionId, Timestamp from, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.Readers.Read(connection => DtmsActionTable.ReadSince(connection, positionId, from, limit));
    }

    private DecisionTrace? FindTrace(string traceId)
    {
        if (_traces.TryGet(traceId, out var cached))
        {
            return cached;
        }

        if (!DecisionTrace.TryParseId(traceId, out var symbol, out var barCloseTime))
        {
            return null;
        }

        var found = database.Readers.Read(connection =>
            ReadAll(connection.Use(SelectTrace).Bind(1, symbol).Bind(2, barCloseTime), 1, TraceTable.Read).FirstOrDefault());
        if (found is not null)
        {
            _traces.Add(traceId, found);
        }

        return found;
    }

    private static List<Bar> ReadBars(RawConnection connection, Symbol symbol, Timeframe timeframe, int limit, Timestamp? before, Timestamp? from)
    {
        var row = connection.Use(SelectBars).Bind(1, symbol).Bind(2, (long)timeframe);
        row.Bind(3, from?.UnixMicroseconds ?? long.MinValue).Bind(4, before?.UnixMicroseconds ?? long.MaxValue).Bind(5, (long)limit);
        var bars = ReadAll(row, limit, BarTable.Read);
        bars.Reverse();
        return bars;
    }

    private List<T> Newest<T>(string select, Symbol? symbol, int limit, Func<Statement, T> read) => database.Readers.Read(connection =>
    {
        var row = symbol is { } one
            ? connection.Use(select + " WHERE symbol = ?1 ORDER BY sequence DESC LIMIT ?2").Bind(1, one)
            : connection.Use(select + " ORDER BY sequence DESC LIMIT ?2");
        return ReadAll(row.Bind(2, (long)limit), limit, read);
    });

    private static List<T> ReadAll<T>(Statement row, int limit, Func<Statement, T> read)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var rows = new List<T>(Math.Min(limit, 512));
        while (row.Step())
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
