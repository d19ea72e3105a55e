using System.Diagnostics;
using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.CrashWorker;

namespace TradingDesk.Tests.Storage.Crash;

/// <summary>Opens a data folder after a kill (which runs SQLite's own check) and compares it with what the script must have left.</summary>
internal static class CrashCheck
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(3);

    /// <returns>What is wrong; empty where nothing is.</returns>
    public static IReadOnlyList<string> FindFaults(string folder, long lastAcknowledged)
    {
        var started = Stopwatch.GetTimestamp();
        using var database = DeskDatabase.Open(folder, new StorageOptions(), TimeProvider.System);
        var journal = new SqliteJournalStore(database, new StorageHealth(database, TimeProvider.System));
        var state = journal.LoadRecoveryState();
        var ready = Stopwatch.GetElapsedTime(started);
        var faults = new List<string>();
        if (ready > ReadyWithin)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The store was ready after {ready.TotalSeconds:0.0} s."));
        }

        faults.AddRange(DatabaseCheck.Run(database).Findings);
        if (state.LastSequence < lastAcknowledged)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"Sequence {lastAcknowledged} was acknowledged; the journal ends at {state.LastSequence}."));
        }

        var expected = Script(state.LastSequence);
        if (expected.Count != state.LastSequence)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The journal ends at {state.LastSequence}, inside a batch."));
        }

        CompareJournal(journal, expected, faults);
        CompareState(database, state, expected, faults);
        CompareBars(database, expected, faults);
        return faults;
    }

    /// <summary>All entries of the batches that lie wholly within the first <paramref name="last"/> entries.</summary>
    private static List<JournalEntry> Script(long last)
    {
        var entries = new List<JournalEntry>();
        while (CrashScript.Batch(entries.Count + 1) is var batch && batch[^1].Sequence <= last)
        {
            entries.AddRange(batch);
        }

        return entries;
    }

    private static void CompareJournal(SqliteJournalStore journal, List<JournalEntry> expected, List<string> faults)
    {
        var stored = journal.ReadAfter(0, int.MaxValue);
        if (!stored.Select(row => (row.Sequence, row.Type)).SequenceEqual(expected.Select(entry => (entry.Sequence, JournalJson.TypeOf(entry)))))
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The journal holds {stored.Count} rows that differ from the {expected.Count} of the script."));
        }
    }

    private static void CompareState(DeskDatabase database, DeskRecoveryState state, List<JournalEntry> expected, List<string> faults)
    {
        var positions = new Dictionary<string, Position>();
        var orders = new Dictionary<string, Order>();
        var fills = new List<string>();
        Money? balance = null;
        foreach (var entry in expected)
        {
            if (entry is OrderEntry order)
            {
                orders[order.Order.OrderId] = order.Order;
            }
            else if (entry is FillEntryRecord fill)
            {
                fills.Add(fill.Fill.FillId);
                balance = fill.Balance;
                positions.Remove(fill.Fill.PositionId);
                if (fill.Position is { } open)
                {
                    positions.Add(open.PositionId, open);
                }
            }
        }

        Compare("positions", positions.Values.OrderBy(position => position.OpenedAt), state.OpenPositions);
        Compare("working orders", orders.Values.Where(order => order.State == OrderState.Accepted).OrderBy(order => order.CreatedAt), state.WorkingOrders);
        Compare("fills", Enumerable.Reverse(fills), new DeskQueries(database).GetFills(null, int.MaxValue).Select(fill => fill.FillId));
        Compare("balance", [balance], [state.Balance]);
        var kill = expected.OfType<KillLevelEntry>().LastOrDefault();
        var shadow = expected.OfType<ShadowModeEntry>().LastOrDefault();
        Compare("kill level", [(kill?.Level, kill?.Reason)], [(state.Kill?.Level, state.Kill?.Reason)]);
        Compare("shadow mode", [(shadow?.Enabled, shadow?.Reason)], [(state.Shadow?.Enabled, state.Shadow?.Reason)]);
        Compare("traces", [expected.Count(entry => entry is DecisionEntry)], [new DeskQueries(database).GetDecisions(null, null, null, null, 1_000_000, null).Value.Traces.Count]);

        void Compare<T>(string what, IEnumerable<T> right, IEnumerable<T> found)
        {
            if (!right.SequenceEqual(found))
            {
                faults.Add($"The {what} are not those of the last sequence.");
            }
        }
    }

    /// <summary>
    /// Retention moves bars to the archive: each must be in one of the two (or, where a kill came between, in both), and be the very bar of an uninterrupted run.
    /// </summary>
    private static void CompareBars(DeskDatabase database, List<JournalEntry> expected, List<string> faults)
    {
        var stored = new DeskQueries(database).GetBars(CrashScript.Symbol, Timeframe.M1, int.MaxValue);
        var archived = new BarArchive(database.DataFolder).Read(CrashScript.Symbol, Timeframe.M1);
        if (!stored.Concat(archived).ToHashSet().SetEquals(expected.OfType<BarClosedEntry>().Select(entry => entry.Bar)))
        {
            faults.Add("The bars of database and archive together are not those of an uninterrupted run.");
        }
    }
}
