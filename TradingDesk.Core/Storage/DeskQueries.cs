using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

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

    private const string SelectM5Candles = $"""
        SELECT {M5CandleTable.Columns} FROM m5_candles WHERE symbol = ?1 AND timestamp_utc >= ?2 AND timestamp_utc < ?3 ORDER BY timestamp_utc DESC LIMIT ?4
        """;

    private const string SelectQuality = $"SELECT {QualityTable.Columns} FROM quality_days WHERE symbol = ?1 AND day >= ?2 ORDER BY day DESC LIMIT ?3";

    private const string SelectTrace = $"SELECT {TraceTable.Columns} FROM decision_traces WHERE trace_id = ?1";

    private readonly BoundedCache<string, DecisionTraceView> _traces = new(CachedTraces);

    public string SqliteVersion => database.Library.Version;

    public IReadOnlyList<Bar> GetBars(Symbol symbol, Timeframe timeframe, int limit, Timestamp? before = null, Timestamp? from = null) =>
        database.Readers.Read(connection => ReadBars(connection, symbol, timeframe, limit, before, from));

    public IReadOnlyDictionary<Timeframe, IReadOnlyList<Bar>> GetBars(Symbol symbol, IReadOnlyList<Timeframe> timeframes, int limit) =>
        database.Readers.ReadSnapshot<IReadOnlyDictionary<Timeframe, IReadOnlyList<Bar>>>(connection =>
            timeframes.ToDictionary(timeframe => timeframe, IReadOnlyList<Bar> (timeframe) => ReadBars(connection, symbol, timeframe, limit, null, null)));

    public IReadOnlyList<TickAggregate> GetTicks(Symbol symbol, Timestamp from, Timestamp to, int limit) => database.Readers.Read(connection =>
        ReadAll(connection.Use(SelectTicks).Bind(1, symbol).Bind(2, from).Bind(3, to).Bind(4, (long)limit), limit, TickTable.Read));

    public IReadOnlyList<M5CandleView> GetM5Candles(Symbol symbol, int limit, Timestamp? before = null, Timestamp? from = null) => database.Readers.Read(connection =>
    {
        var row = connection.Use(SelectM5Candles).Bind(1, symbol).Bind(2, from?.UnixMicroseconds ?? long.MinValue).Bind(3, before?.UnixMicroseconds ?? long.MaxValue);
        var candles = ReadAll(row.Bind(4, (long)limit), limit, M5CandleTable.Read);
        candles.Reverse();
        return candles;
    });

    public IReadOnlyList<QualityDay> GetQualityDays(Symbol symbol, Timestamp from, int limit) => database.Readers.Read(connection =>
        ReadAll(connection.Use(SelectQuality).Bind(1, symbol).Bind(2, from).Bind(3, (long)limit), limit, QualityTable.Read));

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

    public DecisionTraceView? GetDecision(string traceId)
    {
        if (_traces.TryGet(traceId, out var cached))
        {
            return cached;
        }

        var found = database.Readers.Read(connection =>
            ReadAll(connection.Use(SelectTrace).Bind(1, traceId), 1, TraceTable.ReadView).FirstOrDefault());
        if (found is not null)
        {
            _traces.Add(traceId, found);
        }

        return found;
    }

    public IReadOnlyList<ClosedTrade> GetTrades(Symbol? symbol, int limit) => Newest($"SELECT {TradeTable.Columns} FROM trades", symbol, limit, TradeTable.Read);

    public IReadOnlyList<Order> GetOrders(Symbol? symbol, int limit) => Newest($"SELECT {OrderTable.Columns} FROM orders", symbol, limit, OrderTable.Read);

    public IReadOnlyList<Fill> GetFills(Symbol? symbol, int limit) => Newest($"SELECT {FillTable.Columns} FROM fills", symbol, limit, FillTable.Read);

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
