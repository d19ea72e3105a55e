using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>What a retention run did.</summary>
/// <param name="DeletedRows">By table.</param>
/// <param name="ArchivedBars">Of the deleted bars those that went to the archive: all of them.</param>
/// <param name="RemovedFiles">Archive and event-log files past their time.</param>
public sealed record RetentionReport(IReadOnlyDictionary<string, long> DeletedRows, long ArchivedBars, int RemovedFiles)
{
    public override string ToString() =>
        $"{string.Join(", ", DeletedRows.Select(table => $"{table.Key} {table.Value}"))} rows deleted; {ArchivedBars} bars archived; {RemovedFiles} files removed";
}

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

    private const string DeleteStructure = """
        DELETE FROM structure_events WHERE sequence IN (SELECT sequence FROM structure_events WHERE known_at < ?1 ORDER BY known_at LIMIT ?2)
        """;

    private const string DeleteM5Candles = """
        DELETE FROM m5_candles WHERE (symbol, timestamp_utc) IN (SELECT symbol, timestamp_utc FROM m5_candles WHERE timestamp_utc < ?1 LIMIT ?2)
        """;

    private const string DeleteQuality = """
        DELETE FROM quality_days WHERE (symbol, day) IN (SELECT symbol, day FROM quality_days WHERE day < ?1 LIMIT ?2)
        """;

    private const string DeleteTraces = """
        DELETE FROM decision_traces WHERE trace_id IN (SELECT trace_id FROM decision_traces WHERE bar_close_time < ?1 ORDER BY bar_close_time LIMIT ?2)
        """;

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
        var deleted = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var archived = ArchiveBars(now, cancellationToken);
        deleted["bars"] = archived;
        deleted["unified_ticks"] = DeleteOldTicks(now - TimeSpan.FromHours(options.TickHours), cancellationToken);
        deleted["structure_events"] = DeleteInChunks(DeleteStructure, now - TimeSpan.FromDays(options.StructureDays), cancellationToken);
        deleted["m5_candles"] = DeleteInChunks(DeleteM5Candles, now - TimeSpan.FromDays(options.M5CandleDays), cancellationToken);
        deleted["quality_days"] = DeleteInChunks(DeleteQuality, now - TimeSpan.FromDays(options.QualityDays), cancellationToken);
        deleted["decision_traces"] = DeleteInChunks(DeleteTraces, now - TimeSpan.FromDays(options.DecisionDays), cancellationToken);
        deleted["journal"] = DeleteOldJournal(now - TimeSpan.FromDays(options.JournalDays), cancellationToken);
        var files = RemoveOldFiles(now);
        database.Writer.Maintain("PRAGMA optimize; PRAGMA incremental_vacuum(2000)");
        return new RetentionReport(deleted, archived, files);
    }

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
                    cancellationToken.ThrowIfCancellationRequested();
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
                cancellationToken.ThrowIfCancellationRequested();
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
            cancellationToken.ThrowIfCancellationRequested();
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
            cancellationToken.ThrowIfCancellationRequested();
            var deleted = Delete(connection => connection.Use(DeleteJournal).Bind(1, keepFrom).Bind(2, (long)options.ChunkRows).Run());
            count += deleted;
            if (deleted == 0)
            {
                return count;
            }
        }
    }

    private int RemoveOldFiles(Timestamp now)
    {
        var files = EventLog.RemoveBefore(database.DataFolder, now - TimeSpan.FromDays(options.EventLogDays));
        foreach (var timeframe in TimeframeExtensions.All)
        {
            files += _archive.RemoveBefore(timeframe, now - options.BarsKept(timeframe) - TimeSpan.FromDays(options.ArchiveDays));
        }

        return files;
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
