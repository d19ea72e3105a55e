using System.Text.Json;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Tests.Storage;

public sealed class SqliteJournalStoreTests
{
    [Fact]
    public void LoadRecoveryState_EmptyFolder_IsTheBeginning()
    {
        using var desk = new TestDesk();

        var state = desk.Journal.LoadRecoveryState();

        Assert.Equal(0, state.LastSequence);
        Assert.Null(state.LastEventAt);
        Assert.Null(state.Balance);
        Assert.Null(state.Kill);
        Assert.Null(state.Shadow);
        Assert.Equal(0, desk.Journal.OldestSequence);
    }

    [Fact]
    public void Commit_EveryKindOfEntry_IsReadBackInOrderWithItsContractData()
    {
        using var desk = new TestDesk();
        JournalEntry[] entries =
        [
            TestDesk.BarEntry(1, 0),
            new StructureEntry(Timeframe.M5, Swing()) { Sequence = 2, OccurredAt = TestDesk.Start, Symbol = TestDesk.Btc },
            TestDesk.DecisionEntry(3, 0, Verdict.Buy),
            TestDesk.OrderEntry(4, "O1"),
            TestDesk.FillEntry(5, "F1", TestDesk.Position("P1"), null, 10_000m),
            new KillLevelEntry(KillLevel.Reduce, "admin", "drill") { Sequence = 6, OccurredAt = TestDesk.Start },
            new ShadowModeEntry(true, [TestDesk.Gbp], "admin", "test") { Sequence = 7, OccurredAt = TestDesk.Start },
            new ConfigAppliedEntry(2, "admin", "wider") { Sequence = 8, OccurredAt = TestDesk.Start, Symbol = TestDesk.Btc },
            new OperationsEntry("feeds.binance", "gap", "12 s") { Sequence = 9, OccurredAt = TestDesk.Start },
            OffsetHistoryTests.Entry(10, 0, Core.Ticks.Offsets.OffsetOutcome.Accepted),
        ];

        desk.Journal.Commit(entries);
        desk.Reopen();
        var stored = desk.Journal.ReadAfter(0, 100);

        Assert.Equal(entries.Select(entry => entry.Sequence), stored.Select(entry => entry.Sequence));
        Assert.Equal(["bar", "structure", "decision", "order", "fill", "risk", "risk", "config", "health", "offset"], stored.Select(entry => entry.Type));
        Assert.Equal(entries.Select(entry => JsonSerializer.Serialize(JournalJson.DataOf(entry), JournalJson.DataOf(entry).GetType(), DeskJson.Options)), stored.Select(entry => entry.Json));
        Assert.Contains("\"openTime\":\"2024-08-09T12:00:00Z\"", stored[0].Json, StringComparison.Ordinal);
        Assert.Contains("\"timeframe\":\"M1\"", stored[0].Json, StringComparison.Ordinal);
        Assert.Equal([8, 9], desk.Journal.ReadAfter(7, 2).Select(entry => (int)entry.Sequence));
        Assert.Equal(1, desk.Journal.OldestSequence);
    }

    [Fact]
    public void LoadRecoveryState_AfterTrading_HoldsTheLastState()
    {
        using var desk = new TestDesk();
        var yesterday = TestDesk.Start - TimeSpan.FromHours(13);
        desk.Journal.Commit(
        [
            TestDesk.FillEntry(1, "F7", null, TestDesk.Trade("P3", -5m, yesterday), 9_995m, "P3", yesterday),
            TestDesk.OrderEntry(2, "O41"),
            TestDesk.OrderEntry(3, "O42"),
            TestDesk.OrderEntry(4, "O41", OrderState.Filled),
            TestDesk.FillEntry(5, "F8", TestDesk.Position("P4", 0.5m), null, 9_994m, "P4"),
        ]);
        desk.Journal.Commit(
        [
            TestDesk.FillEntry(6, "F9", TestDesk.Position("P5"), null, 9_993m, "P5"),
            TestDesk.FillEntry(7, "F10", TestDesk.Position("P4", 0.25m), null, 9_993.5m, "P4"),
            TestDesk.FillEntry(8, "F11", null, TestDesk.Trade("P5", 20.125m, TestDesk.Start), 10_013.125m, "P5"),
            TestDesk.FillEntry(9, "F12", null, TestDesk.Trade("P6", -3m, TestDesk.Start), 10_010.125m, "P6"),
        ]);
        desk.Reopen();

        var state = desk.Journal.LoadRecoveryState();

        Assert.Equal(9, state.LastSequence);
        Assert.Equal(TestDesk.Start, state.LastEventAt);
        Assert.Equal(new Money(10_010.125m), state.Balance);
        Assert.Equal(new Money(10_013.125m), state.PeakBalance);
        Assert.Equal([TestDesk.Position("P4", 0.25m)], state.OpenPositions);
        Assert.Equal([TestDesk.Order("O42")], state.WorkingOrders);
        Assert.Equal((42L, 12L, 6L), (state.LastOrderNumber, state.LastFillNumber, state.LastPositionNumber));
        Assert.Equal(new Money(17.125m), state.RealizedToday);
    }

    [Fact]
    public void LoadRecoveryState_KillAndShadow_AreTheLastEntries()
    {
        using var desk = new TestDesk();
        var kill = new KillLevelEntry(KillLevel.Flatten, "key:ops", "drill") { Sequence = 1, OccurredAt = TestDesk.Start };
        var shadow = new ShadowModeEntry(true, [TestDesk.Btc, TestDesk.Gbp], "admin", "new rule") { Sequence = 2, OccurredAt = TestDesk.Start };
        desk.Journal.Commit([kill, shadow]);
        desk.Reopen();

        var state = desk.Journal.LoadRecoveryState();

        Assert.Equal(kill, state.Kill);
        Assert.Equivalent(shadow, state.Shadow, strict: true);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("""{"level":"calm","by":"x","reason":"y","sequence":1,"occurredAt":"2024-08-09T12:00:00Z"}""")]
    public void LoadRecoveryState_UnreadableSafetyState_IsTakenAtItsSafeSide(string stored)
    {
        using var desk = new TestDesk();
        desk.Journal.Commit(
        [
            new KillLevelEntry(KillLevel.Normal, "admin", "ok") { Sequence = 1, OccurredAt = TestDesk.Start },
            new ShadowModeEntry(false, [], "admin", "ok") { Sequence = 2, OccurredAt = TestDesk.Start },
        ]);
        using (var other = new RawConnection(desk.Database.FilePath, 1000, 1))
        {
            other.Use("UPDATE system_state SET value = ?1 WHERE key IN ('risk.kill', 'risk.shadow')").Bind(1, stored).Run();
        }

        var state = desk.Journal.LoadRecoveryState();

        Assert.Equal(KillLevel.StopNew, state.Kill?.Level);
        Assert.True(state.Shadow?.Enabled);
        Assert.Empty(state.Shadow!.Symbols);
    }

    [Fact]
    public void Commit_SameBatchAgain_ChangesNothing()
    {
        using var desk = new TestDesk();
        JournalEntry[] batch = [TestDesk.BarEntry(1, 0), TestDesk.FillEntry(2, "F1", TestDesk.Position("P1"), null, 100m), TestDesk.DecisionEntry(3, 0)];
        desk.Journal.Commit(batch);
        desk.Journal.Commit([TestDesk.FillEntry(4, "F2", null, TestDesk.Trade("P1", 1m, TestDesk.Start), 101m)]);

        desk.Journal.Commit(batch);
        desk.Journal.Commit([batch[2], TestDesk.FillEntry(4, "F2", null, TestDesk.Trade("P1", 1m, TestDesk.Start), 101m), TestDesk.BarEntry(5, 1)]);

        Assert.Equal([1, 2, 3, 4, 5], desk.Journal.ReadAfter(0, 10).Select(entry => (int)entry.Sequence));
        Assert.Empty(desk.Journal.LoadRecoveryState().OpenPositions);
        Assert.Equal(new Money(101m), desk.Journal.LoadRecoveryState().Balance);
        Assert.Equal(2, desk.Queries.GetFills(null, 10).Count);
    }

    [Fact]
    public void Commit_OtherEntryUnderAStoredNumber_Throws()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([TestDesk.BarEntry(1, 0)]);

        Assert.Throws<InvalidOperationException>(() => desk.Journal.Commit([TestDesk.BarEntry(1, 1)]));
    }

    [Fact]
    public void Commit_GapInTheNumbers_ThrowsAndWritesNothing()
    {
        using var desk = new TestDesk();

        Assert.Throws<InvalidOperationException>(() => desk.Journal.Commit([TestDesk.BarEntry(1, 0), TestDesk.BarEntry(3, 1)]));

        Assert.Empty(desk.Journal.ReadAfter(0, 10));
        Assert.Empty(desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 10));
    }

    [Fact]
    public void Commit_WhileAnotherProcessHoldsTheLock_FailsWholeAndMayBeOfferedAgain()
    {
        using var desk = new TestDesk(new StorageOptions { BusyTimeoutMs = 100 });
        using var other = new RawConnection(desk.Database.FilePath, 1000, 1);
        other.Execute("BEGIN IMMEDIATE");

        var thrown = Assert.ThrowsAny<IOException>(() => desk.Journal.Commit([TestDesk.BarEntry(1, 0)]));
        var whileLocked = Assert.Single(desk.Health.GetComponents());
        other.Execute("ROLLBACK");
        desk.Journal.Commit([TestDesk.BarEntry(1, 0)]);

        Assert.Contains("locked", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("degraded", whileLocked.Status);
        Assert.Equal("healthy", Assert.Single(desk.Health.GetComponents()).Status);
        Assert.Single(desk.Journal.ReadAfter(0, 10));
    }

    private static StructureEvent Swing() => new(
        StructureEventKind.SwingFinal, BreakKind.None, Direction.Bullish, Level: 101.5, OriginIndex: 3, OriginAt: TestDesk.Start, BrokenIndex: -1, BrokenAt: Timestamp.Epoch,
        KnownAtIndex: 8, KnownAt: TestDesk.Start + TimeSpan.FromMinutes(25), CauseIndex: 6);
}
