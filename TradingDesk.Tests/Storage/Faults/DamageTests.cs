using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.CrashWorker;
using TradingDesk.Tests.Storage.Crash;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Storage.Faults;

/// <summary>
/// RELIABILITY T02: the write-ahead log or the database file is cut or altered. The store opens at the state of some whole batch, or it is refused by name and a copy
/// is kept; never anything in between.
/// </summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private const int PageBytes = 4_096;
    private static readonly int Runs = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1" ? 300 : 30;

    [Fact]
    public void Open_DamagedLog_IsAtAWholeBatchOrRefused()
    {
        using var source = Prepare(checkpointed: false);
        var outcomes = Repeat(source.Folder, "desk.db-wal", (bytes, random) => random.Next(2) == 0 ? Truncate(bytes, random) : FlipBit(bytes, random));

        Assert.Equal(Runs, outcomes.Recovered + outcomes.Refused);
        Assert.True(outcomes.Recovered > Runs / 2, "Most damage of the log only costs its end.");
    }

    [Fact]
    public void Open_TruncatedDatabase_IsRefused()
    {
        using var source = Prepare(checkpointed: true);
        var outcomes = Repeat(source.Folder, "desk.db", Truncate);

        Assert.Equal(Runs, outcomes.Refused);
    }

    [Fact]
    public void Open_DatabaseWithARuinedPage_IsRefused()
    {
        using var source = Prepare(checkpointed: true);
        var outcomes = Repeat(source.Folder, "desk.db", RuinPage);

        Assert.Equal(Runs, outcomes.Refused);
    }

    /// <summary>Planted: a batch that is not whole, in a file without damage, is what the check of the others must report.</summary>
    [Fact]
    public void FindFaults_HalfABatch_IsReported()
    {
        using var source = Prepare(checkpointed: true);
        using (var database = DeskDatabase.Open(source.Folder, new StorageOptions(), TimeProvider.System))
        {
            database.Writer.Maintain("DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)");
        }

        Assert.NotEmpty(CrashCheck.FindFaults(source.Folder, 0));
    }

    private (int Recovered, int Refused) Repeat(string source, string file, Func<byte[], Random, byte[]> damage)
    {
        var random = new Random(Seed);
        var (recovered, refused) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var folder = Directory.CreateTempSubdirectory("tradingdesk-damage-").FullName;
            try
            {
                foreach (var path in Directory.GetFiles(source, "desk.db*").Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)))
                {
                    File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
                }

                var damaged = Path.Combine(folder, file);
                File.WriteAllBytes(damaged, damage(File.ReadAllBytes(damaged), random));
                if (IsRefused(folder))
                {
                    refused++;
                }
                else
                {
                    var faults = CrashCheck.FindFaults(folder, lastAcknowledged: 0);
                    Assert.True(faults.Count == 0, string.Create(CultureInfo.InvariantCulture, $"seed {Seed}, run {run}, {file}: {string.Join(' ', faults)}"));
                    recovered++;
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {Seed}, {file}: {recovered} at a whole batch, {refused} refused"));
        return (recovered, refused);
    }

    private static bool IsRefused(string folder)
    {
        try
        {
            DeskDatabase.Open(folder, new StorageOptions(), TimeProvider.System).Dispose();
            return false;
        }
        catch (DatabaseStartException e)
        {
            Assert.Equal(DatabaseStartException.Damaged, e.Code);
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "desk.db")), File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(folder, "quarantine"), "desk.db", SearchOption.AllDirectories))));
            return true;
        }
    }

    private static byte[] Truncate(byte[] bytes, Random random) => bytes[..random.Next(1, bytes.Length)];

    private static byte[] FlipBit(byte[] bytes, Random random)
    {
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private static byte[] RuinPage(byte[] bytes, Random random)
    {
        random.NextBytes(bytes.AsSpan(random.Next(bytes.Length / PageBytes) * PageBytes, PageBytes));
        return bytes;
    }

    /// <summary>A data folder with some hundred batches, partly in the log or all in the database file.</summary>
    private static Source Prepare(bool checkpointed)
    {
        using var desk = new TestDesk();
        using (var volume = new AsyncDbWriter(desk.Database, [TestInstruments.Btc()], desk.Clock))
        {
            for (long first = 1, batch = 0; batch < 150; batch++)
            {
                var entries = CrashScript.Batch(first);
                desk.Journal.Commit(entries);
                volume.Write(new TickSecond(0, Venue.Binance, CrashScript.TimeOf(first), Bid: 100, Ask: 101, Volume: 1, TickCount: 1, OffsetApplied: 0));
                first = entries[^1].Sequence + 1;
                if (batch == 75)
                {
                    Assert.True(volume.Flush(TimeSpan.FromSeconds(20)));
                    desk.Database.Writer.Maintain("PRAGMA wal_checkpoint(PASSIVE)");
                }
            }
        }

        if (checkpointed)
        {
            desk.Database.Writer.Maintain("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        var copy = Directory.CreateTempSubdirectory("tradingdesk-damage-source-").FullName;
        foreach (var path in Directory.GetFiles(desk.Folder, "desk.db*"))
        {
            File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
        }

        return new Source(copy);
    }

    private sealed record Source(string Folder) : IDisposable
    {
        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
