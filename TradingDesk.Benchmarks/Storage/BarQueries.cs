using System.Diagnostics;
using SQLitePCL;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Compat;

namespace TradingDesk.Benchmarks.Storage;

/// <summary>
/// G15: 500 bars at a random place among a million, through <see cref="DeskQueries"/>, against the bare statement on the same library and file that reads the same columns
/// into the same list. Bars: p95 at most 4 times the bare one, and 1 ms.
/// </summary>
public static class BarQueries
{
    private const int BarsAsked = 500;
    private const int QueriesInPass = 500;
    private const int Seed = 15;

    private const string Select = """
        SELECT timeframe, open_time, open, high, low, close, volume, buy_volume, tick_count, source, flags FROM bars
        WHERE symbol = ?1 AND timeframe = ?2 AND open_time < ?3 ORDER BY open_time DESC LIMIT ?4
        """;

    public static Comparison Run(int bars = 1_000_000)
    {
        using var desk = new BenchDesk();
        desk.FillBars(bars);
        var queries = new DeskQueries(desk.Database);
        using var bare = new BareQueries(desk.Database.FilePath);
        var random = new Random(Seed);
        var places = Enumerable.Range(0, QueriesInPass).Select(_ => (BenchDesk.Instruments[random.Next(3)].Symbol, BenchDesk.Bar(random.Next(BarsAsked, bars / 3)).OpenTime)).ToList();
        foreach (var (symbol, before) in places)
        {
            if (!queries.GetBars(symbol, Timeframe.M1, BarsAsked, before).SequenceEqual(bare.GetBars(symbol, before)))
            {
                throw new InvalidOperationException($"The bars of {symbol} before {before} differ.");
            }
        }

        return Comparison.Run(
            $"{QueriesInPass} answers of {BarsAsked} bars are equal",
            () => Time(places, (symbol, before) => queries.GetBars(symbol, Timeframe.M1, BarsAsked, before).Count),
            () => Time(places, (symbol, before) => bare.GetBars(symbol, before).Count));
    }

    private static IReadOnlyList<(string, string, double)> Time(List<(Symbol Symbol, Timestamp Before)> places, Func<Symbol, Timestamp, int> query)
    {
        var microseconds = new double[places.Count];
        for (var i = 0; i < microseconds.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            if (query(places[i].Symbol, places[i].Before) != BarsAsked)
            {
                throw new InvalidOperationException("Too few bars.");
            }

            microseconds[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        Array.Sort(microseconds);
        return [("p95", "us", microseconds[microseconds.Length * 95 / 100]), ("p50", "us", microseconds[microseconds.Length / 2]), ("p99", "us", microseconds[microseconds.Length * 99 / 100])];
    }

    private sealed class BareQueries : IDisposable
    {
        private readonly sqlite3 _database;
        private readonly sqlite3_stmt _select;

        public BareQueries(string path)
        {
            raw.sqlite3_open(path, out _database);
            raw.sqlite3_exec(_database, "PRAGMA cache_size = -8192");
            if (raw.sqlite3_prepare_v2(_database, Select, out _select) != raw.SQLITE_OK)
            {
                throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
            }
        }

        public List<Bar> GetBars(Symbol symbol, Timestamp before)
        {
            var statement = _select.DangerousGetHandle();
            raw.sqlite3_bind_text(_select, 1, symbol.Name);
            SqliteCalls.BindInt64(statement, 2, (long)Timeframe.M1);
            SqliteCalls.BindInt64(statement, 3, before.UnixMicroseconds);
            SqliteCalls.BindInt64(statement, 4, BarsAsked);
            var bars = new List<Bar>(BarsAsked);
            while (SqliteCalls.Step(statement) == raw.SQLITE_ROW)
            {
                bars.Add(new Bar(
                    (Timeframe)SqliteCalls.ColumnInt64(statement, 0),
                    new Timestamp(SqliteCalls.ColumnInt64(statement, 1)),
                    open: SqliteCalls.ColumnDouble(statement, 2),
                    high: SqliteCalls.ColumnDouble(statement, 3),
                    low: SqliteCalls.ColumnDouble(statement, 4),
                    close: SqliteCalls.ColumnDouble(statement, 5),
                    volume: SqliteCalls.ColumnDouble(statement, 6),
                    buyVolume: SqliteCalls.ColumnDouble(statement, 7),
                    tickCount: (int)SqliteCalls.ColumnInt64(statement, 8),
                    source: (Venue)SqliteCalls.ColumnInt64(statement, 9),
                    flags: (BarFlags)SqliteCalls.ColumnInt64(statement, 10)));
            }

            SqliteCalls.Reset(statement);
            bars.Reverse();
            return bars;
        }

        public void Dispose()
        {
            _select.Dispose();
            _database.Dispose();
        }
    }
}
