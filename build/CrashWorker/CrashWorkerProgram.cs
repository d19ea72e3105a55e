using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.CrashWorker;

/// <summary>
/// <c>CrashWorker FOLDER [--ack-before-commit] [--batches N]</c>: goes on with the journal of a data folder until it is killed, and prints <c>ack SEQUENCE</c> for each
/// batch that is durable. With <c>--ack-before-commit</c> it prints too early: the planted bug that the crash tests must catch.
/// </summary>
public static class CrashWorkerProgram
{
    private const int BatchesBetweenRetention = 40;
    /// <summary>So that 20,000 rows a second and more go through beside the journal.</summary>
    private const int TicksPerBatch = 59;

    public static int Main(string[] args)
    {
        var acknowledgesEarly = args.Contains("--ack-before-commit");
        var limit = Array.IndexOf(args, "--batches") is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : int.MaxValue;
        using var database = DeskDatabase.Open(args[0], new StorageOptions { FlushIntervalMs = 10 }, TimeProvider.System);
        var journal = new SqliteJournalStore(database, new StorageHealth(database, TimeProvider.System));
        using var volume = new AsyncDbWriter(database, [Instrument()], TimeProvider.System);
        var retention = new Retention(database, new RetentionOptions { M1BarDays = 1, JournalDays = 3650, TickHours = 1, DecisionDays = 3650, ArchiveDays = 3650, ChunkRows = 100 });
        var next = journal.LoadRecoveryState().LastSequence + 1;
        for (var count = 1; count <= limit; count++)
        {
            var batch = CrashScript.Batch(next);
            var last = batch[^1].Sequence;
            if (acknowledgesEarly)
            {
                Acknowledge(last);
            }

            journal.Commit(batch);
            if (!acknowledgesEarly)
            {
                Acknowledge(last);
            }

            WriteTicks(volume, last);
            if (count % BatchesBetweenRetention == 0)
            {
                retention.Run(CrashScript.TimeOf(last), CancellationToken.None);
            }

            next = last + 1;
        }

        return 0;
    }

    private static void Acknowledge(long sequence)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ack {sequence}"));
        Console.Out.Flush();
    }

    private static void WriteTicks(AsyncDbWriter volume, long sequence)
    {
        for (var i = 0; i < TicksPerBatch; i++)
        {
            var second = CrashScript.TimeOf(sequence) + TimeSpan.FromSeconds(i);
            volume.Write(new TickSecond(0, Venue.Binance, second, Bid: 100, Ask: 101, Volume: 1, TickCount: 1, OffsetApplied: 0));
        }
    }

    private static Instrument Instrument() => new()
    {
        Symbol = CrashScript.Symbol,
        Id = 0,
        TickSize = 0.01m,
        PriceDecimals = 2,
        PipSize = 1m,
        ContractSize = 1m,
        MinLots = new Quantity(0.01m),
        MaxLots = new Quantity(10m),
        LotStep = new Quantity(0.01m),
        AccountPerQuote = 1m,
        PrimaryVenue = Venue.Binance,
        ClosesAtWeekend = false,
    };
}
