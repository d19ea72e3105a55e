using System.IO.Compression;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage;

public sealed class RetentionTests
{
    [Fact]
    public void Run_OldRows_AreDeletedByTableAndBarsGoToTheArchive()
    {
        using var desk = new TestDesk();
        var now = TestDesk.Start + TimeSpan.FromDays(8);
        using (var writer = new AsyncDbWriter(desk.Database, [TestInstruments.Btc(), TestInstruments.GbpJpy()], desk.Clock))
        {
            for (var i = 0; i < 8 * 1440; i += 10)
            {
                writer.Write(0, TestDesk.Bar(i));
                writer.Write(1, TestDesk.Bar(i));
                writer.Write(new TickSecond(1, Venue.Mt5, TestDesk.Bar(i).OpenTime, Bid: 1, Ask: 2, Volume: 0, TickCount: 1, OffsetApplied: 0));
            }
        }

        var m5 = TestDesk.Bar(0, Timeframe.M5);
        desk.Journal.Commit(
        [
            new BarClosedEntry(m5) { Sequence = 1, OccurredAt = m5.CloseTime, Symbol = TestDesk.Btc },
            TestDesk.DecisionEntry(2, 0),
            TestDesk.BarEntry(3, 7 * 1440),
            TestDesk.DecisionEntry(4, 8 * 1440),
        ]);

        var report = new Retention(desk.Database, new RetentionOptions { ChunkRows = 100, DecisionDays = 1, JournalDays = 1 }).Run(now, CancellationToken.None);

        Assert.Equal((288, 288, 1, 2), (report.DeletedRows["bars"], report.ArchivedBars, report.DeletedRows["decision_traces"], report.DeletedRows["journal"]));
        Assert.Equal((8 * 144) - (2 * 144), report.DeletedRows["unified_ticks"]);
        Assert.Equal(TestDesk.Start + TimeSpan.FromDays(1), desk.Queries.GetBars(TestDesk.Gbp, Timeframe.M1, 100_000)[0].OpenTime);
        Assert.Equal([m5], desk.Queries.GetBars(TestDesk.Btc, Timeframe.M5, 10));
        Assert.Equal(3, desk.Journal.OldestSequence);
        Assert.Equal(4, desk.Journal.LoadRecoveryState().LastSequence);
        var lines = ReadArchive(desk, "BTCUSD", "M1", "202408");
        Assert.Equal("time,open,high,low,close,volume", lines[0]);
        Assert.Equal("2024-08-09T12:00:00Z,100,101.5,98.75,100,10.125", lines[1]);
        Assert.Equal(145, lines.Length);
    }

    [Fact]
    public void Run_AgainAndAgain_ChangesNothingMore()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([.. Enumerable.Range(0, 300).Select(i => TestDesk.BarEntry(i + 1, i))]);
        var retention = new Retention(desk.Database, new RetentionOptions { ChunkRows = 100 });
        var now = TestDesk.Bar(100).OpenTime + TimeSpan.FromDays(7);

        Assert.Equal(100, retention.Run(now, CancellationToken.None).ArchivedBars);
        var second = retention.Run(now, CancellationToken.None);

        Assert.All(second.DeletedRows.Values, rows => Assert.Equal(0, rows));
        Assert.Equal(101, ReadArchive(desk, "BTCUSD", "M1", "202408").Length);
    }

    [Fact]
    public void Archive_SameBarsAgain_AreThereOnce()
    {
        using var desk = new TestDesk();
        var archive = new BarArchive(desk.Folder);

        archive.Add(TestDesk.Btc, Timeframe.M1, [TestDesk.Bar(0), TestDesk.Bar(1)]);
        archive.Add(TestDesk.Btc, Timeframe.M1, [TestDesk.Bar(1), TestDesk.Bar(2)]);

        Assert.Equal(4, ReadArchive(desk, "BTCUSD", "M1", "202408").Length);
        Assert.Equal(0, archive.RemoveBefore(Timeframe.M1, TestDesk.Start + TimeSpan.FromDays(20)));
        Assert.Equal(1, archive.RemoveBefore(Timeframe.M1, TestDesk.Start + TimeSpan.FromDays(23)));
    }

    [Fact]
    public void EventLog_AfterALostAndATornLine_CatchesUpFromTheJournal()
    {
        using var desk = new TestDesk();
        var log = new EventLog(desk.Folder);
        var journal = new SqliteJournalStore(desk.Database, desk.Health, log);
        journal.Commit([Operations(1), TestDesk.BarEntry(2, 0), new KillLevelEntry(KillLevel.Reduce, "a", "b") { Sequence = 3, OccurredAt = TestDesk.Start }]);
        var file = Path.Combine(desk.Folder, EventLog.FolderName, "events-20240809.jsonl");
        var whole = File.ReadAllText(file);
        File.WriteAllText(file, whole[..^20]);
        desk.Journal.Commit([Operations(4)]);

        var caughtUp = new EventLog(desk.Folder);
        caughtUp.CatchUp(desk.Journal);

        var lines = File.ReadAllLines(file).Where(line => line.EndsWith("}}", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("""{"sequence":1,"at":"2024-08-09T12:00:00Z","type":"health","symbol":null,"data":{"component":"c",""", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("""{"sequence":3,""", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("""{"sequence":4,""", lines[2], StringComparison.Ordinal);
        Assert.Equal(1, EventLog.RemoveBefore(desk.Folder, TestDesk.Start + TimeSpan.FromDays(1)));
    }

    private static OperationsEntry Operations(long sequence) => new("c", "k", "d") { Sequence = sequence, OccurredAt = TestDesk.Start };

    private static string[] ReadArchive(TestDesk desk, string symbol, string timeframe, string month)
    {
        var path = Path.Combine(desk.Folder, BarArchive.FolderName, symbol, timeframe, month + ".csv.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
