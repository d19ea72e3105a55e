using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage;

public sealed class AsyncDbWriterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Flush_MixedRows_AreAllStored()
    {
        using var desk = new TestDesk();
        using var writer = Writer(desk);
        for (var i = 0; i < 2_500; i++)
        {
            writer.Write(0, TestDesk.Bar(i));
            writer.Write(Tick(i, 0));
        }

        Assert.True(writer.Flush(Patience));

        Assert.Equal(0, writer.Depth);
        Assert.Equal(5_000, writer.RowsWritten);
        Assert.Equal(Enumerable.Range(0, 2_500).Select(i => TestDesk.Bar(i)), desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 10_000));
        var ticks = desk.Queries.GetTicks(TestDesk.Btc, TestDesk.Start, TestDesk.Start + TimeSpan.FromDays(1), 10_000);
        Assert.Equal(Enumerable.Range(0, 2_500).Select(i => (Tick(i, 0).Second, 100.5 + i, i * 0.25)), ticks.Select(tick => (tick.Time, tick.Mid, tick.Volume)));
    }

    [Fact]
    public void Dispose_RowsQueued_WritesThem()
    {
        using var desk = new TestDesk(new StorageOptions { FlushIntervalMs = 10_000 });
        using (var writer = Writer(desk))
        {
            writer.Write(0, TestDesk.Bar(0));
        }

        Assert.Single(desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 10));
    }

    [Fact]
    public void Write_DatabaseLocked_TicksGiveWayOldestFirstBarsStayAndItRecovers()
    {
        using var desk = new TestDesk(new StorageOptions { BusyTimeoutMs = 50, TickQueueRows = 1_000, BarQueueRows = 1_000, FlushIntervalMs = 10 });
        using var writer = Writer(desk);
        using var other = new RawConnection(desk.Database.FilePath, 1000, 1);
        other.Execute("BEGIN IMMEDIATE");

        writer.Write(0, TestDesk.Bar(0));
        WaitUntil(() => writer.GetComponents().Single().Status == "degraded");
        for (var i = 1; i < 500; i++)
        {
            writer.Write(0, TestDesk.Bar(i));
        }

        for (var i = 0; i < 3_000; i++)
        {
            writer.Write(Tick(i, 1));
        }

        Assert.Equal(2_000, writer.Dropped);
        Assert.InRange(writer.Depth, 1_500, 2_000);
        Assert.False(writer.Flush(TimeSpan.FromMilliseconds(100)));
        other.Execute("ROLLBACK");
        Assert.True(writer.Flush(Patience));
        WaitUntil(() => writer.GetComponents().Single().Status == "healthy");
        Assert.Equal(500, desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 10_000).Count);
        var ticks = desk.Queries.GetTicks(TestDesk.Gbp, TestDesk.Start, TestDesk.Start + TimeSpan.FromDays(1), 10_000);
        Assert.Equal(Enumerable.Range(2_000, 1_000).Select(i => Tick(i, 1).Second), ticks.Select(tick => tick.Time));
    }

    [Fact]
    public void Write_AfterDispose_Throws()
    {
        using var desk = new TestDesk();
        var writer = Writer(desk);
        writer.Dispose();

        Assert.Throws<InvalidOperationException>(() => writer.Write(0, TestDesk.Bar(0)));
    }

    [Fact]
    public void Write_UnknownInstrument_Throws()
    {
        using var desk = new TestDesk();
        using var writer = Writer(desk);

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(2, TestDesk.Bar(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(Tick(0, -1)));
    }

    [Fact]
    public void Write_BarAgain_NewestWins()
    {
        using var desk = new TestDesk();
        using var writer = Writer(desk);
        writer.Write(0, TestDesk.Bar(3, close: 100));
        writer.Write(0, TestDesk.Bar(3, close: 101));
        Assert.True(writer.Flush(Patience));

        Assert.Equal([TestDesk.Bar(3, close: 101)], desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 10));
    }

    private static AsyncDbWriter Writer(TestDesk desk) => new(desk.Database, [TestInstruments.Btc(), TestInstruments.GbpJpy()], desk.Clock);

    private static TickSecond Tick(int index, int instrumentId) => new(
        instrumentId, Venue.Mt5, TestDesk.Start + TimeSpan.FromSeconds(index), Bid: 100 + index, Ask: 101 + index, Volume: index * 0.25, TickCount: 3, OffsetApplied: -0.5);

    private static void WaitUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));
}
