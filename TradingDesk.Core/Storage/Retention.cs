using System.Diagnostics;
using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Removes what is past its time, in chunks that leave room for the desk's own writes; bars go to the archive first. It may be interrupted anywhere and run again.
/// </summary>
public sealed class Retention(DeskDatabase database, RetentionOptions options)
{
    private const string SelectSymbols = """
        WITH RECURSIVE found(symbol) AS (
            SELECT min(symbol) FROM {0}
            UNION ALL SELECT (SELECT min(symbol) FROM {0} WHERE symbol > found.symbol) FROM found WHERE found.symbol IS NOT NULL)
        SELECT symbol FROM found WHERE symbol IS NOT NULL
        """;

    private const string SelectOldBars = $"""
        SELECT {BarTable.Columns} FROM bars WHERE symbol = ?1 AND timeframe = ?2 AND open_time < ?3 ORDER BY open_time LIMIT ?4
        """;

    private const string DeleteBars = "DELETE FROM bars WHERE symbol = ?1 AND timeframe = ?2 AND open_time <= ?3";
    private const string SelectTickChunkEnd = "SELECT second FROM unified_ticks WHERE symbol = ?1 AND second < ?2 ORDER BY second LIMIT 1 OFFSET ?3";
    private const string DeleteTicks = "DELETE FROM unified_ticks WHERE symbol = ?1 AND second < ?2";

    /// <summary>Folder of the macro log in the data folder: JSON lines, a file a day.</summary>
    public const string MacroFolderName = "macro";

    /// <summary>The newest row of a symbol stays whatever its age: it is what a restart takes up.</summary>
    private const string NotTheNewestOffset = " AND EXISTS (SELECT 1 FROM offset_history AS newer WHERE newer.symbol = offset_history.symbol AND newer.at > offset_history.at)";

    /// <summary>Pages that one vacuum step returns: a few milliseconds in which no other write gets its turn.</summary>
    private const int VacuumPages = 256;

    /// <summary>Free pages that may stay: new rows will want them.</summary>
    private const int FreePagesKept = 512;

    /// <summary>Time in which the desk's other writers have the database to themselves, between two chunks.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(2);

    /// <summary>Where the part of the journal to keep begins: the first row that is young enough, or the last row of all.</summary>
    private const string SelectJournalKeep = """
        SELECT ifnull((SELECT sequence FROM journal WHERE occurred_at >= ?1 ORDER BY sequence LIMIT 1), (SELECT max(sequence) FROM journal))
        """;

    private const string DeleteJournal = """
        DELETE FROM journal WHERE sequence < ?1 AND sequence < (SELECT min(sequence) FROM journal) + ?2
        """;

    private readonly BarArchive _archive = new(database.DataFolder);

    /// <param name="now">The desk's clock: ages are in the time of the data.</param>
    public RetentionReport Run(Timestamp now, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var deleted = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var archived = ArchiveBars(now, cancellationToken);
        deleted["bars"] = archived;
        deleted["unified_ticks"] = DeleteOldTicks(now - TimeSpan.FromHours(options.TickHours), cancellationToken);
        deleted["journal"] = DeleteOldJournal(now - TimeSpan.FromDays(options.JournalDays), cancellationToken);
        foreach (var (table, time, days, condition) in AgedTables())
        {
            deleted[table] = DeleteInChunks(AgedRows(table, time, condition), now - TimeSpan.FromDays(days), cancellationToken);
        }

        var files = RemoveOldFiles(now);
        database.Writer.Maintain("PRAGMA optimize");
        var pages = ReturnPages(cancellationToken);
        return new RetentionReport(deleted, archived, files, pages, new FileInfo(database.FilePath).Length, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Tables whose rows simply go when they are old: table, column of their time, days, and a further condition.</summary>
    private (string Table, string Time, int Days, string Condition)[] AgedTables() =>
    [
        ("structure_events", "known_at", options.StructureDays, ""),
        ("decision_traces", "bar_close_time", options.DecisionDays, ""),
        ("offset_history", "at", options.OffsetDays, NotTheNewestOffset),
        ("m5_candles", "timestamp_utc", options.M5CandleDays, ""),
        ("signals", "at", options.SignalDays, ""),
        ("dtms_actions", "at", options.RecordDays, ""),
        ("chatgpt_analysis_history", "at", options.RecordDays, ""),
        ("proposals", "at", options.RecordDays, " AND state <> 'open'"),
        ("validation_runs", "at", options.RecordDays, ""),
        ("quality_days", "day", options.RecordDays, ""),
    ];

    private static string AgedRows(string table, string time, string condition) =>
        $"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {time} < ?1{condition} ORDER BY {time} LIMIT ?2)";

    private long ArchiveBars(Timestamp now, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var symbol in Symbols("bars"))
        {
            foreach (var timeframe in TimeframeExtensions.All)
            {
                var cutoff = now - options.BarsKept(timeframe);
                while (ReadOldBars(symbol, timeframe, cutoff) is { Count: > 0 } bars)
                {
                    GiveWay(cancellationToken);
                    _archive.Add(symbol, timeframe, bars);
                    count += Delete(connection => connection.Use(DeleteBars).Bind(1, symbol).Bind(2, (long)timeframe).Bind(3, bars[^1].OpenTime).Run());
                }
            }
        }

        return count;
    }

    private List<Bar> ReadOldBars(Symbol symbol, Timeframe timeframe, Timestamp cutoff) => database.Readers.Read(connection =>
    {
        var bars = new List<Bar>();
        var row = connection.Use(SelectOldBars).Bind(1, symbol).Bind(2, (long)timeframe).Bind(3, cutoff).Bind(4, (long)options.ChunkRows);
        while (row.Step())
        {
            bars.Add(BarTable.Read(row));
        }

        return bars;
    });

    private long DeleteOldTicks(Timestamp cutoff, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var symbol in Symbols("unified_ticks"))
        {
            Timestamp? chunkEnd;
            do
            {
                GiveWay(cancellationToken);
                chunkEnd = TickChunkEnd(symbol, cutoff);
                count += Delete(connection => connection.Use(DeleteTicks).Bind(1, symbol).Bind(2, chunkEnd ?? cutoff).Run());
            }
            while (chunkEnd is not null);
        }

        return count;
    }

    private Timestamp? TickChunkEnd(Symbol symbol, Timestamp cutoff) => database.Readers.Read<Timestamp?>(connection =>
    {
        var row = connection.Use(SelectTickChunkEnd).Bind(1, symbol).Bind(2, cutoff).Bind(3, (long)options.ChunkRows);
        if (!row.Step())
        {
            return null;
        }

        var second = row.Time(0);
        row.Reset();
        return second;
    });

    private long DeleteInChunks(string sql, Timestamp cutoff, CancellationToken cancellationToken)
    {
        var count = 0L;
        while (true)
        {
            GiveWay(cancellationToken);
            var deleted = Delete(connection => connection.Use(sql).Bind(1, cutoff).Bind(2, (long)options.ChunkRows).Run());
            count += deleted;
            if (deleted < options.ChunkRows)
            {
                return count;
            }
        }
    }

    /// <summary>The journal loses only its beginning, so that what is left has no gap.</summary>
    private long DeleteOldJournal(Timestamp cutoff, CancellationToken cancellationToken)
    {
        var keepFrom = database.Readers.Read(connection =>
        {
            var row = connection.Use(SelectJournalKeep).Bind(1, cutoff);
            row.Step();
            var sequence = row.Long(0);
            row.Reset();
            return sequence;
        });
        var count = 0L;
        while (true)
        {
            GiveWay(cancellationToken);
            var deleted = Delete(connection => connection.Use(DeleteJournal).Bind(1, keepFrom).Bind(2, (long)options.ChunkRows).Run());
            count += deleted;
            if (deleted == 0)
            {
                return count;
            }
        }
    }

    private SortedDictionary<string, RemovedFiles> RemoveOldFiles(Timestamp now)
    {
        var archive = default(RemovedFiles);
        foreach (var timeframe in TimeframeExtensions.All)
        {
            archive += _archive.RemoveBefore(timeframe, now - options.BarsKept(timeframe) - TimeSpan.FromDays(options.ArchiveDays));
        }

        return new SortedDictionary<string, RemovedFiles>(StringComparer.Ordinal)
        {
            ["archive"] = archive,
            ["event log"] = EventLog.RemoveBefore(database.DataFolder, now - TimeSpan.FromDays(options.EventLogDays)),
            ["macro log"] = DayFiles.RemoveBefore(Path.Combine(database.DataFolder, MacroFolderName), now - TimeSpan.FromDays(options.MacroLogDays)),
        };
    }

    /// <summary>Gives free pages back to the file system, a few at a time.</summary>
    private long ReturnPages(CancellationToken cancellationToken)
    {
        var before = FreePages();
        var free = before;
        while (free > FreePagesKept)
        {
            GiveWay(cancellationToken);
            database.Writer.Maintain($"PRAGMA incremental_vacuum({VacuumPages})");
            var left = FreePages();
            if (left >= free)
            {
                break; // Others freed as much meanwhile, or the file cannot shrink; the next run goes on.
            }

            free = left;
        }

        return Math.Max(0, before - free);
    }

    private long FreePages() => database.Readers.Read(connection => long.Parse(connection.Scalar("PRAGMA freelist_count") ?? "0", CultureInfo.InvariantCulture));

    private static void GiveWay(CancellationToken cancellationToken)
    {
        cancellationToken.WaitHandle.WaitOne(Breath);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private List<Symbol> Symbols(string table) => database.Readers.Read(connection =>
    {
        var symbols = new List<Symbol>();
        var row = connection.Use(SelectSymbols.Replace("{0}", table, StringComparison.Ordinal));
        while (row.Step())
        {
            symbols.Add(row.Symbol(0));
        }

        return symbols;
    });

    private long Delete(Action<RawConnection> delete)
    {
        var rows = 0L;
        database.Writer.Run(WriteStage.Retention, connection =>
        {
            delete(connection);
            rows = connection.Changes;
        });
        return rows;
    }
}
