using System.Diagnostics;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Benchmarks.Storage;

/// <summary>
/// The storage part of G20: open a database of a million bars (its structure checked), load the recovery state and the last 2,000 bars of every instrument in five
/// timeframes. Bar: 2 s, for all of the start. The file is in the page cache, as after a crash of the program.
/// </summary>
public static class DatabaseStart
{
    private const int LastBars = 2_000;

    public static IReadOnlyList<Samples> Run(int bars = 1_000_000, int repeats = 7)
    {
        using var desk = new BenchDesk();
        desk.FillBars(bars);
        desk.Close();
        var (open, state, history) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < repeats; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var database = desk.Database;
            open.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);

            started = Stopwatch.GetTimestamp();
            new SqliteJournalStore(database, new StorageHealth(database, TimeProvider.System)).LoadRecoveryState();
            state.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);

            started = Stopwatch.GetTimestamp();
            var queries = new DeskQueries(database);
            foreach (var instrument in BenchDesk.Instruments)
            {
                if (queries.GetBars(instrument.Symbol, TimeframeExtensions.Decision, LastBars)[Timeframe.M1].Count != LastBars)
                {
                    throw new InvalidOperationException("Too few bars.");
                }
            }

            history.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            desk.Close();
        }

        return [new Samples("open and check", "ms", open), new Samples("recovery state", "ms", state), new Samples("last bars", "ms", history)];
    }
}
