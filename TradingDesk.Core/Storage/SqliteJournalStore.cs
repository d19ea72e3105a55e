using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>
/// The journal on SQLite. One transaction per commit holds the journal rows and every table that they imply, so that the state after a crash is the state at some
/// sequence, whole. A commit is on the disk when it returns (WAL, synchronous=FULL).
/// </summary>
/// <remarks><see cref="Commit"/> is called by one thread at a time; reading is thread-safe.</remarks>
/// <param name="eventLog">Told after each commit, where there is one.</param>
public sealed class SqliteJournalStore(DeskDatabase database, StorageHealth health, EventLog? eventLog = null) : IJournalStore
{
    private const string InsertEntry = "INSERT INTO journal (sequence, occurred_at, type, symbol, json) VALUES (?1, ?2, ?3, ?4, ?5)";
    private const string SelectJson = "SELECT json FROM journal WHERE sequence = ?1";
    private const string SelectAfter = """
        SELECT sequence, occurred_at, type, symbol, json FROM journal WHERE sequence > ?1 ORDER BY sequence LIMIT ?2
        """;

    private const string SelectDecision = $"SELECT {TraceTable.Columns} FROM decision_traces WHERE symbol = ?1 AND bar_close_time = ?2";

    /// <inheritdoc/>
    /// <remarks>
    /// Entries whose sequence is stored already are skipped, so that a batch may be offered again after an outcome that nobody knows.
    /// A gap in the numbers or another entry under a stored number is a bug of the caller: <see cref="InvalidOperationException"/>.
    /// </remarks>
    public void Commit(IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        // Before the transaction: serialising must not hold the writer.
        var rows = new byte[entries.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = JournalJson.Serialize(entries[i]);
        }

        using var measure = health.CommitStarted();
        try
        {
            database.Writer.Run(WriteStage.Journal, connection => Write(connection, entries, rows));
        }
        catch (StorageException e)
        {
            measure.Failed(e);
            throw;
        }

        measure.Succeeded(entries[^1].Sequence);
        if (eventLog is not null && entries.Any(EventLog.Takes))
        {
            eventLog.Append([.. entries.Select((entry, i) => Stored(entry, rows[i]))]);
        }
    }

    public DeskRecoveryState LoadRecoveryState() => database.Readers.ReadSnapshot(RecoveryState.Load);

    public IReadOnlyList<StoredJournalEntry> ReadAfter(long afterSequence, int limit) => database.Readers.Read(connection =>
    {
        var entries = new List<StoredJournalEntry>();
        var row = connection.Use(SelectAfter).Bind(1, afterSequence).Bind(2, (long)limit);
        while (row.Step())
        {
            entries.Add(new StoredJournalEntry(row.Long(0), row.Time(1), row.Text(2), row.OptionalText(3), row.Text(4)));
        }

        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Type == StreamTypes.Decision)
            {
                entries[i] = entries[i] with { Json = ReadDecision(connection, entries[i].Json) };
            }
        }

        return entries;
    });

    public long OldestSequence => database.Readers.Read(static connection =>
    {
        var row = connection.Use("SELECT ifnull(min(sequence), 0) FROM journal");
        row.Step();
        var oldest = row.Long(0);
        row.Reset();
        return oldest;
    });

    /// <summary>The decision that a journal row names; the row itself where the ledger has let go of it.</summary>
    private static string ReadDecision(RawConnection connection, string json)
    {
        using var stored = JsonDocument.Parse(json);
        if (!DecisionTrace.TryParseId(stored.RootElement.GetProperty("traceId").GetString(), out var symbol, out var barCloseTime))
        {
            throw new InvalidDataException($"A journal row names no decision: {json}");
        }

        var row = connection.Use(SelectDecision).Bind(1, symbol).Bind(2, barCloseTime);
        if (!row.Step())
        {
            return json;
        }

        var trace = TraceTable.Read(row);
        row.Reset();
        return JournalJson.DecisionData(trace);
    }

    private static StoredJournalEntry Stored(JournalEntry entry, byte[] json) =>
        new(entry.Sequence, entry.OccurredAt, JournalJson.TypeOf(entry), entry.Symbol?.Name, Encoding.UTF8.GetString(json));

    private static void Write(RawConnection connection, IReadOnlyList<JournalEntry> entries, byte[][] rows)
    {
        var last = SystemStateTable.ReadNumber(connection, SystemStateKeys.LastSequence) ?? 0;
        var lastEventAt = long.MinValue;
        var before = last;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Sequence <= before)
            {
                CheckSame(connection, entry, rows[i]);
                continue;
            }

            if (entry.Sequence != last + 1)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Journal entry {entry.Sequence} follows {last}: the numbers have a gap."));
            }

            WriteEntry(connection, entry, rows[i]);
            StateTables.Apply(connection, entry);
            last = entry.Sequence;
            lastEventAt = Math.Max(lastEventAt, entry.OccurredAt.UnixMicroseconds);
        }

        if (last > before)
        {
            SystemStateTable.Write(connection, SystemStateKeys.LastSequence, last);
            SystemStateTable.Raise(connection, SystemStateKeys.LastEventAt, lastEventAt);
        }
    }

    private static void WriteEntry(RawConnection connection, JournalEntry entry, byte[] json)
    {
        var row = connection.Use(InsertEntry);
        row.Bind(1, entry.Sequence).Bind(2, entry.OccurredAt).Bind(3, JournalJson.TypeOf(entry)).Bind(4, entry.Symbol?.Name).BindUtf8(5, json);
        row.Run();
    }

    /// <summary>What retention has removed since cannot be compared and counts as the same.</summary>
    private static void CheckSame(RawConnection connection, JournalEntry entry, byte[] json)
    {
        var row = connection.Use(SelectJson).Bind(1, entry.Sequence);
        if (!row.Step())
        {
            return;
        }

        var stored = row.Text(0);
        row.Reset();
        if (stored != Encoding.UTF8.GetString(json))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Journal entry {entry.Sequence} is stored already, and it is another one."));
        }
    }
}
