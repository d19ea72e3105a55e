using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Ticks;

public sealed class TickRingBufferTests
{
    [Fact]
    public void Read_AfterAppend_ReturnsEveryTickWithoutLoss()
    {
        var buffer = new TickRingBuffer(TestInstruments.Btc(), new TickBufferOptions(), instruments: 3);
        Tick[] ticks =
        [
            Tick.Quote(0, Venue.Mt5, At(1), At(2), bid: 0.1 + 0.2, ask: 1e9, backfilled: true),
            Tick.Trade(0, Venue.Binance, At(3), At(-4), price: 61_234.57, volume: 1e-8, aggressor: -1),
            Tick.Trade(0, Venue.File, At(5), At(6), price: 1, volume: 0, aggressor: 1, backfilled: true),
        ];
        foreach (var tick in ticks)
        {
            buffer.Append(tick);
        }

        Assert.Equal(ticks, buffer.Read(At(0), At(10), 100));
        Assert.Equal(ticks[1..2], buffer.Read(At(2), At(5), 100));
        Assert.Equal(ticks[1..], buffer.Read(At(0), At(10), 2));
        Assert.Equal(At(1), buffer.OldestAt());
    }

    [Fact]
    public void Append_Full_EvictsTheOldestInFixedMemory()
    {
        var buffer = new TickRingBuffer(TestInstruments.Btc(), new TickBufferOptions { TotalMegabytes = 1 }, instruments: 1);
        const int Ticks = 600_000;
        for (var i = 0; i < Ticks; i++)
        {
            buffer.Append(Trade(i * 0.001));
        }

        Assert.InRange(buffer.AllocatedBytes, 900_000, 1_000_000);
        Assert.Equal(buffer.CapacityBytes, buffer.AllocatedBytes);
        Assert.InRange(buffer.Count, 100_000, Ticks / 2);
        var newest = buffer.Read(Timestamp.Epoch, Timestamp.MaxValue, int.MaxValue);
        Assert.Equal(Enumerable.Range(Ticks - buffer.Count, buffer.Count).Select(i => Trade(i * 0.001)), newest);
        Assert.Equal(buffer.OldestAt(), newest[0].OccurredAt);
    }

    [Fact]
    public void Append_OlderThanSpan_IsGivenUp()
    {
        var buffer = new TickRingBuffer(TestInstruments.Btc(), new TickBufferOptions { Span = TimeSpan.FromMinutes(1) }, instruments: 1);
        for (var i = 0; i < 100_000; i++)
        {
            buffer.Append(Trade(i * 0.01));
        }

        Assert.InRange((At(1_000) - buffer.OldestAt()!.Value).TotalSeconds, 60, 60 + (2 * 60));
    }

    [Fact]
    public void Capacity_AllInstruments_StaysBelowHundredMegabytes()
    {
        var options = new TickBufferOptions();
        foreach (var instruments in (int[])[1, 3, 50])
        {
            var capacity = new TickRingBuffer(TestInstruments.Btc(), options, instruments).CapacityBytes;
            Assert.InRange(capacity * instruments, 90_000_000, 100_000_000);
        }
    }

    [Fact]
    public async Task Read_WhileAnotherThreadWrites_NeverReturnsATornTick()
    {
        var buffer = new TickRingBuffer(TestInstruments.Btc(), new TickBufferOptions { TotalMegabytes = 1 }, instruments: 7);
        var writer = Task.Run(() =>
        {
            for (var i = 1; i < 1_000_000; i++)
            {
                buffer.Append(Tick.Trade(0, Venue.Binance, new Timestamp(i), new Timestamp(i), price: i, volume: i, aggressor: 0));
            }
        });
        var reads = 0;
        while (!writer.IsCompleted)
        {
            var ticks = buffer.Read(Timestamp.Epoch, Timestamp.MaxValue, 3_000);
            for (var i = 0; i < ticks.Count; i++)
            {
                var at = ticks[i].OccurredAt.UnixMicroseconds;
                Assert.Equal((at, (double)at, (double)at), (ticks[i].ReceivedAt.UnixMicroseconds, ticks[i].Price, ticks[i].Volume));
                Assert.True(i == 0 || at == ticks[i - 1].OccurredAt.UnixMicroseconds + 1);
            }

            reads++;
        }

        await writer;
        Assert.True(reads > 0);
    }

    private static Timestamp At(double seconds) => new(TestBars.Start.UnixMicroseconds + (long)Math.Round(seconds * 1e6));

    private static Tick Trade(double seconds) => Tick.Trade(0, Venue.Binance, At(seconds), At(seconds), price: 100, volume: 1, aggressor: 0);
}
