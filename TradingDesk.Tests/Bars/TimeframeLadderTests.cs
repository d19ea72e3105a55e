using TradingDesk.Core.Bars;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Bars;

public sealed class TimeframeLadderTests
{
    [Fact]
    public void OnTick_CleanTape_EqualsNaiveLadderOnEveryTimeframe()
    {
        var ticks = TickTape.Clean(150_000, seed: 11);
        var run = new LadderRun().Ticks(ticks);
        var lastClose = TimeframeExtensions.All.Max(timeframe => run.Log.Of(timeframe) is { Length: > 0 } bars ? bars[^1].CloseTime : Timestamp.Epoch);

        var end = run.M1[^1].CloseTime;

        var minutes = NaiveLadder.Minutes(ticks.Where(tick => tick.OccurredAt < end));
        Sequences.AssertEqual(minutes, run.M1);
        Sequences.AssertEqual(NaiveLadder.Seconds(ticks.Where(tick => tick.OccurredAt < lastClose)), run.Log.Of(Timeframe.S1));
        foreach (var timeframe in TimeframeExtensions.All.Where(timeframe => timeframe > Timeframe.M1))
        {
            var expected = NaiveLadder.Longer(minutes, timeframe);
            var actual = run.Log.Of(timeframe);
            Assert.True(expected.Length > 0 || timeframe == Timeframe.D1);
            Sequences.AssertEqual(expected, actual);
        }
    }

    [Fact]
    public void OnTick_AtOneInstant_EmitsShortestFirst()
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(1, 100), TickTape.Trade(4 * 3_600 - 1, 101)]).Clock((4 * 3_600) + 1);

        var last = run.Log.Bars.TakeLast(7).Select(bar => bar.Timeframe);
        Assert.Equal([Timeframe.S1, Timeframe.M1, Timeframe.M5, Timeframe.M15, Timeframe.M30, Timeframe.H1, Timeframe.H4], last);
        Assert.Equal(run.Log.Bars.OrderBy(bar => bar.CloseTime).ThenBy(bar => bar.Timeframe), run.Log.Bars);
    }

    [Theory]
    [InlineData(60.499, 0)]
    [InlineData(60.5, 1)]
    public void OnClock_MinuteEndPlusAllowance_Closes(double seconds, int bars)
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(10, 100)]).Clock(seconds);

        Assert.Equal(bars, run.M1.Length);
    }

    [Fact]
    public void OnTick_OutOfOrderInsideAllowance_IsPlacedByItsInstant()
    {
        var run = new LadderRun().Clock(0).Ticks(
        [
            TickTape.Trade(30, 100, sequence: 2), TickTape.Trade(60.2, 500, sequence: 5), TickTape.Trade(59.9, 104, sequence: 4), TickTape.Trade(20, 99, sequence: 1),
        ]).Clock(61);

        var bar = Assert.Single(run.M1);
        Assert.Equal((99, 104, 99, 104, 3), (bar.Open, bar.High, bar.Low, bar.Close, bar.TickCount));
        Assert.Equal(0, run.Discards.Total);
    }

    [Fact]
    public void OnTick_SameInstant_OrderedBySequence()
    {
        var run = new LadderRun().Clock(0).Ticks(
            [TickTape.Trade(30, 102, sequence: 3), TickTape.Trade(30, 100, sequence: 1), TickTape.Trade(30, 101, sequence: 2)]).Clock(61);

        Assert.Equal((100, 102), (run.M1[0].Open, run.M1[0].Close));
    }

    [Fact]
    public void OnTick_BarClosed_CountsLateAndChangesNothing()
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(30, 100)]).Clock(61);
        var closed = run.M1[0];

        run.Ticks([TickTape.Trade(59, 999), TickTape.Trade(5, 1)]).Clock(200);

        Assert.Equal(2, run.Discards[DiscardReason.Late]);
        Assert.Equal(closed, run.M1[0]);
        Assert.All(run.M1.Skip(1), bar => Assert.Equal((100, BarFlags.Quiet), (bar.Close, bar.Flags)));
    }

    [Fact]
    public void OnTick_LateForItsSecondOnly_CountsInTheMinute()
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(10, 100), TickTape.Trade(20, 101), TickTape.Trade(10.5, 90)]).Clock(61);

        Assert.Equal(90, run.M1[0].Low);
        Assert.Equal(100, run.Log.Of(Timeframe.S1)[0].Low);
        Assert.Equal(1, run.Ladder.LateForSecond);
        Assert.Equal(0, run.Discards.Total);
    }

    [Fact]
    public void OnClock_QuietMinutes_AreFlatAndFlagged()
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(30, 100, volume: 2)]).Clock(60 * 4);

        Assert.Equal(3, run.M1.Length);
        Assert.Equal(BarFlags.None, run.M1[0].Flags);
        Assert.All(run.M1.Skip(1), bar => Assert.Equal((BarFlags.Quiet, 100, 100, 0, 0), (bar.Flags, bar.Open, bar.High, bar.Volume, bar.TickCount)));
    }

    [Fact]
    public void OnClock_BeforeFirstPrice_HasNoBars() => Assert.Empty(new LadderRun().Clock(0).Clock(100_000).Log.Bars);

    [Fact]
    public void OnTick_OtherVenueOrKind_BuildsNothing()
    {
        var at = TickTape.At(10);
        var run = new LadderRun().Ticks(
        [
            Tick.Quote(0, Venue.Binance, at, at, bid: 100, ask: 101), Tick.Trade(0, Venue.Mt5, at, at, price: 100, volume: 1, aggressor: 0),
        ]).Clock(1_000);

        Assert.Empty(run.Log.Bars);
        Assert.False(run.Ladder.TryGetForming(Timeframe.M1, out _));
    }

    [Fact]
    public void OnTick_BidBars_CountTicksAsVolume()
    {
        var run = new LadderRun(TestInstruments.GbpJpy()).Clock(0).Ticks(
            [TickTape.Quote(1, 190, 190.01), TickTape.Quote(2, 190.5, 190.51), TickTape.Quote(3, 189, 189.01)]).Clock(61);

        var bar = Assert.Single(run.M1);
        Assert.Equal((190, 190.5, 189, 189, 3.0, 3, 0.0), (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.TickCount, bar.BuyVolume));
    }

    [Fact]
    public void OnTick_Volume_SumsExactlyWhateverTheOrder()
    {
        var ticks = Enumerable.Range(0, 50).Select(i => TickTape.Trade(i, 100, volume: 0.1 + (i * 0.00000001), sequence: i + 1, aggressor: i % 2 == 0 ? 1 : -1)).ToArray();
        var forward = new LadderRun(latenessSeconds: 10).Clock(0).Ticks(ticks).Clock(80);
        var backward = new LadderRun(latenessSeconds: 10).Clock(0).Ticks(ticks.Reverse()).Clock(80);

        Assert.Equal(5.00001225, forward.M1[0].Volume);
        Assert.Equal(2.50000600, forward.M1[0].BuyVolume);
        Assert.Equal(forward.M1, backward.M1);
    }

    [Fact]
    public void OnTick_StartMidInterval_FlagsTheIncompleteBars()
    {
        var run = new LadderRun().Ticks([TickTape.Trade(90, 100)]).Clock((15 * 60) + 1);

        Assert.Equal(BarFlags.Gap, run.M1[0].Flags);
        Assert.Equal(BarFlags.Quiet, run.M1[1].Flags);
        Assert.Equal([BarFlags.Gap, BarFlags.Quiet, BarFlags.Quiet], run.Log.Of(Timeframe.M5).Select(bar => bar.Flags));
        Assert.Equal([BarFlags.Gap], run.Log.Of(Timeframe.M15).Select(bar => bar.Flags));
    }

    [Fact]
    public void OnTick_LongSilence_LeavesAHoleAndFlagsWhatLiesOverIt()
    {
        var options = new BarOptions { MaxFlatMinutes = 3 };
        var run = new LadderRun(options: options).Clock(0).Ticks([TickTape.Trade(1, 100), TickTape.Trade(8 * 60, 101)]).Clock((10 * 60) + 1);

        Assert.Equal([0, 1, 2, 3, 8, 9], run.M1.Select(bar => (int)((bar.OpenTime - TickTape.Start).TotalMinutes)));
        Assert.Equal([BarFlags.Gap, BarFlags.Gap], run.Log.Of(Timeframe.M5).Select(bar => bar.Flags));
    }

    [Fact]
    public void TryGetForming_EveryTimeframe_ShowsWhatHasComeSoFar()
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(10, 100, 1), TickTape.Trade(70, 105, 2), TickTape.Trade(130, 95, 4), TickTape.Trade(131, 96, 8)]);

        Assert.True(run.Ladder.TryGetForming(Timeframe.S1, out var second));
        Assert.True(run.Ladder.TryGetForming(Timeframe.M1, out var minute));
        Assert.True(run.Ladder.TryGetForming(Timeframe.H4, out var hours));
        Assert.Equal((96, 8.0), (second.Close, second.Volume));
        Assert.Equal((95, 96, 12.0, 2), (minute.Open, minute.Close, minute.Volume, minute.TickCount));
        Assert.Equal((100, 105, 95, 96, 15.0, 4), (hours.Open, hours.High, hours.Low, hours.Close, hours.Volume, hours.TickCount));
        Assert.Equal(TickTape.Start, hours.OpenTime);
    }

    [Fact]
    public void OnTick_Warm_AllocatesNothing()
    {
        var ticks = TickTape.Clean(60_000, seed: 12);
        var ladder = new TimeframeLadder(TestInstruments.Btc(), new BarOptions(), new DiscardCounters());
        var sink = new CountingSink();
        Feed(ladder, ticks.AsSpan(0, 20_000), sink);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Feed(ladder, ticks.AsSpan(20_000), sink);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sink.Count > 1_000);
    }

    private static void Feed(TimeframeLadder ladder, ReadOnlySpan<Tick> ticks, IBarSink sink)
    {
        foreach (ref readonly var tick in ticks)
        {
            ladder.OnTick(tick, sink);
        }
    }

    private sealed class CountingSink : IBarSink
    {
        public int Count { get; private set; }

        public void OnBarClosed(in Bar bar) => Count++;
    }
}
