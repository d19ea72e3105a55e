using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Model;
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
        Assert.Equal(Enumerable.Range(0, 144).Select(i => TestDesk.Bar(i * 10)), new BarArchive(desk.Folder).Read(TestDesk.Btc, Timeframe.M1));
        Assert.Equal(["BTCUSD_M1_20240809.csv.gz", "BTCUSD_M1_20240810.csv.gz"], Directory.GetFiles(Path.Combine(desk.Folder, "archive", "BTCUSD", "M1")).Select(Path.GetFileName).Order());
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
        Assert.Equal(100, new BarArchive(desk.Folder).Read(TestDesk.Btc, Timeframe.M1).Count());
    }

    [Fact]
    public void Archive_SameBarsAgain_AreThereOnce()
    {
        using var desk = new TestDesk();
        var archive = new BarArchive(desk.Folder);

        archive.Add(TestDesk.Btc, Timeframe.M1, [TestDesk.Bar(0), TestDesk.Bar(1)]);
        archive.Add(TestDesk.Btc, Timeframe.M1, [TestDesk.Bar(1), TestDesk.Bar(2)]);

        Assert.Equal(Enumerable.Range(0, 3).Select(i => TestDesk.Bar(i)), archive.Read(TestDesk.Btc, Timeframe.M1));
        Assert.Equal(0, archive.RemoveBefore(Timeframe.M1, TestDesk.Start + TimeSpan.FromHours(11)).Files);
        Assert.Equal(1, archive.RemoveBefore(Timeframe.M1, TestDesk.Start + TimeSpan.FromHours(12)).Files);
        Assert.Empty(archive.Read(TestDesk.Btc, Timeframe.M1));
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
        Assert.Equal(1, EventLog.RemoveBefore(desk.Folder, TestDesk.Start + TimeSpan.FromDays(1)).Files);
    }

    [Fact]
    public void Run_EveryTable_IsPrunedAtItsOwnAge()
    {
        using var desk = new TestDesk();
        var now = TestDesk.Start;
        using (var context = desk.Database.Contexts.CreateDbContext())
        {
            foreach (var days in (int[])[1, 29, 31, 89, 91, 364, 366])
            {
                var at = now - TimeSpan.FromDays(days);
                context.Add(new M5CandleRow { Symbol = "BTCUSD", TimestampUtc = at, Open = 1, High = 1, Low = 1, Close = 1, Structure = "neutral", Sources = "binance" });
                context.Add(new SignalRow { Id = days, At = at, Symbol = "BTCUSD", Timeframe = "M5", Kind = "k", Direction = "up", Priority = 1, Confidence = 1, Json = "{}" });
                context.Add(new DtmsActionRow { Id = days, At = at, PositionId = "P1", Symbol = "BTCUSD", StateFrom = "a", StateTo = "b", Action = "c", Reason = "d", Score = 0, Parts = "{}" });
                context.Add(new ProposalRow { Id = $"old{days}", At = at, By = "x", Target = "t", Value = "1", Reason = "r", State = "rejected" });
                context.Add(new ProposalRow { Id = $"open{days}", At = at, By = "x", Target = "t", Value = "1", Reason = "r", State = "open" });
                context.Add(new QualityDayRow { Symbol = "BTCUSD", Day = at, Score = 1, Counts = "{}" });
            }

            context.SaveChanges();
        }

        var macro = Directory.CreateDirectory(Path.Combine(desk.Folder, Retention.MacroFolderName)).FullName;
        string[] macroFiles = ["macro-20240801.jsonl", "2024-08-02.jsonl", "2024-08-01.jsonl", "20240809.jsonl", "notes.jsonl"];
        Array.ForEach(macroFiles, file => File.WriteAllText(Path.Combine(macro, file), "{}\n"));

        var report = new Retention(desk.Database, new RetentionOptions { ChunkRows = 100 }).Run(now, CancellationToken.None);

        Assert.Equal((5, 3, 1, 1, 1), (report.DeletedRows["m5_candles"], report.DeletedRows["signals"], report.DeletedRows["dtms_actions"], report.DeletedRows["proposals"], report.DeletedRows["quality_days"]));
        Assert.Equal(new RemovedFiles(2, 6), report.Files["macro log"]);
        Assert.Equal(["2024-08-02.jsonl", "20240809.jsonl", "notes.jsonl"], Directory.GetFiles(macro).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("m5_candles 5", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("macro log 2 files (6 bytes)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ManyOldRows_ReturnsTheirPagesAndLetsJournalCommitsBetween()
    {
        using var desk = new TestDesk();
        using (var writer = new AsyncDbWriter(desk.Database, [TestInstruments.Btc()], desk.Clock))
        {
            for (var i = 0; i < 100_000; i++)
            {
                writer.Write(new TickSecond(0, Venue.Mt5, TestDesk.Start + TimeSpan.FromSeconds(i), Bid: 1 + i, Ask: 2 + i, Volume: 0, TickCount: 1, OffsetApplied: 0));
                if (i % 10_000 == 0)
                {
                    writer.Flush(TimeSpan.FromSeconds(20));
                }
            }
        }

        var retention = Task.Run(() => new Retention(desk.Database, new RetentionOptions { ChunkRows = 1_000 }).Run(TestDesk.Start + TimeSpan.FromDays(30), CancellationToken.None));
        var commits = 0;
        while (!retention.IsCompleted)
        {
            desk.Journal.Commit([Operations(++commits)]);
        }

        var report = await retention;
        Assert.True(report.DeletedRows["unified_ticks"] + 1 >= 100_000 - 65_536, "Rows that did not give way were deleted.");
        Assert.True(report.ReturnedPages > 500);
        Assert.True(commits > 20, $"Only {commits} commits got their turn.");
        Assert.True(DatabaseCheck.Run(desk.Database).IsSound);
    }

    [Fact]
    public void Check_ADamagedIndex_IsFound()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([TestDesk.OrderEntry(1, "O1"), TestDesk.OrderEntry(2, "O2")]);
        Assert.True(DatabaseCheck.Run(desk.Database).IsSound);

        // A row of the schema now points the index at another one's pages.
        desk.Database.Writer.Maintain("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'IX_fills_sequence') WHERE name = 'IX_orders_sequence'");

        var report = DatabaseCheck.Run(desk.Database);

        Assert.False(report.IsSound);
        Assert.StartsWith("damaged: ", report.ToString(), StringComparison.Ordinal);
    }

    private static OperationsEntry Operations(long sequence) => new("c", "k", "d") { Sequence = sequence, OccurredAt = TestDesk.Start };
}
