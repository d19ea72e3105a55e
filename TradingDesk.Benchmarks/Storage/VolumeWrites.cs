using System.Diagnostics;
using SQLitePCL;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Compat;

namespace TradingDesk.Benchmarks.Storage;

/// <summary>
/// G14: rows of <c>unified_ticks</c> through <see cref="AsyncDbWriter"/> (queue, thread, batches, checkpoints beside it) against a bare loop of prepared inserts on the
/// same library, 1,000 rows a transaction, WAL, synchronous=NORMAL, each pass into a new file. Bars: at least 0.7 of the loop's rate, and 500,000 rows/s.
/// </summary>
public static class VolumeWrites
{
    private const int BatchRows = 1_000;

    private static readonly byte[][] Symbols = [.. BenchDesk.Instruments.Select(instrument => System.Text.Encoding.UTF8.GetBytes(instrument.Symbol.Name))];

    private const string Table = """
        CREATE TABLE unified_ticks (symbol TEXT NOT NULL, second INTEGER NOT NULL, venue INTEGER NOT NULL, bid REAL NOT NULL, ask REAL NOT NULL, volume REAL NOT NULL,
            tick_count INTEGER NOT NULL, offset_applied REAL NOT NULL, PRIMARY KEY (symbol, second, venue)) WITHOUT ROWID
        """;

    private const string Digest = "SELECT count(*) || ' rows, bid ' || sum(bid) || ', seconds ' || sum(second % 86400000000) || ', venues ' || sum(venue) FROM unified_ticks";

    public static Comparison Run(int rows = 300_000)
    {
        var (ours, theirs) = (Product(rows, digest: true).Digest, Raw(rows, digest: true).Digest);
        if (ours != theirs)
        {
            throw new InvalidOperationException($"The outputs differ: {ours} and {theirs}.");
        }

        return Comparison.Run(ours, () => Figures(rows, Product(rows, digest: false).Seconds), () => Figures(rows, Raw(rows, digest: false).Seconds));
    }

    private static IReadOnlyList<(string, string, double)> Figures(int rows, double seconds) =>
        [("time", "us/row", seconds * 1e6 / rows), ("rate", "rows/s", rows / seconds)];

    private static (double Seconds, string Digest) Product(int rows, bool digest)
    {
        using var desk = new BenchDesk();
        using var writer = new AsyncDbWriter(desk.Database, BenchDesk.Instruments, TimeProvider.System);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < rows; i++)
        {
            writer.Write(BenchDesk.Tick(i));
        }

        writer.Flush(TimeSpan.FromMinutes(1));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (writer.RowsWritten != rows || writer.Dropped != 0)
        {
            throw new InvalidOperationException($"{writer.RowsWritten} of {rows} rows were written.");
        }

        return (seconds, digest ? ReadDigest(desk.Database.FilePath) : "");
    }

    private static (double Seconds, string Digest) Raw(int rows, bool digest)
    {
        SqliteRuntime.Initialize();
        var folder = Directory.CreateTempSubdirectory("tradingdesk-bench-").FullName;
        var path = Path.Combine(folder, "raw.db");
        try
        {
            Check(raw.sqlite3_open(path, out var database));
            Check(raw.sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192;"));
            Check(raw.sqlite3_exec(database, Table));
            Check(raw.sqlite3_prepare_v2(database, "INSERT INTO unified_ticks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", out var insert));
            var started = Stopwatch.GetTimestamp();
            for (var first = 0; first < rows; first += BatchRows)
            {
                Check(raw.sqlite3_exec(database, "BEGIN"));
                for (var i = first; i < Math.Min(first + BatchRows, rows); i++)
                {
                    Insert(insert, BenchDesk.Tick(i));
                }

                Check(raw.sqlite3_exec(database, "COMMIT"));
            }

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            insert.Dispose();
            database.Dispose();
            return (seconds, digest ? ReadDigest(path) : "");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Insert(sqlite3_stmt insert, in TickSecond tick)
    {
        var statement = insert.DangerousGetHandle();
        raw.sqlite3_bind_text(insert, 1, Symbols[tick.InstrumentId]);
        SqliteCalls.BindInt64(statement, 2, tick.Second.UnixMicroseconds);
        SqliteCalls.BindInt64(statement, 3, (long)tick.Venue);
        SqliteCalls.BindDouble(statement, 4, tick.Bid);
        SqliteCalls.BindDouble(statement, 5, tick.Ask);
        SqliteCalls.BindDouble(statement, 6, tick.Volume);
        SqliteCalls.BindInt64(statement, 7, tick.TickCount);
        SqliteCalls.BindDouble(statement, 8, tick.OffsetApplied);
        SqliteCalls.Step(statement);
        Check(SqliteCalls.Reset(statement));
    }

    private static string ReadDigest(string path)
    {
        Check(raw.sqlite3_open(path, out var database));
        Check(raw.sqlite3_prepare_v2(database, Digest, out var statement));
        raw.sqlite3_step(statement);
        var text = raw.sqlite3_column_text(statement, 0).utf8_to_string();
        statement.Dispose();
        database.Dispose();
        return text;
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite code {code}.");
        }
    }
}
