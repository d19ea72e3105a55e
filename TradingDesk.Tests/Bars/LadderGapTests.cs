using TradingDesk.Core.Bars;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Bars;

/// <summary>Holds, gaps, history and the weekly closure.</summary>
public sealed class LadderGapTests
{
    [Fact]
    public void Hold_Interrupted_NothingClosesUntilRelease()
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(30, 100)]);
        run.Ladder.Hold();
        run.Clock(600).Ticks([TickTape.Trade(45, 101, backfilled: true), TickTape.Trade(75, 102, backfilled: true), TickTape.Trade(601, 103)]);
        Assert.Empty(run.M1);

        run.Release();

        Assert.Equal(10, run.M1.Length);
        Assert.Equal((101, BarFlags.Filled), (run.M1[0].Close, run.M1[0].Flags));
        Assert.Equal((102, BarFlags.Filled), (run.M1[1].Close, run.M1[1].Flags));
        Assert.All(run.M1.Skip(2), bar => Assert.Equal(BarFlags.Quiet, bar.Flags));
        Assert.Equal([BarFlags.Filled, BarFlags.Quiet], run.Log.Of(Timeframe.M5).Select(bar => bar.Flags));
    }

    [Fact]
    public void Hold_BackfilledCompletely_EqualsTheRunWithoutAGap()
    {
        var ticks = TickTape.Clean(20_000, seed: 21);
        var from = TickTape.At(600);
        var to = TickTape.At(1_200);
        var whole = new LadderRun().Ticks(ticks);
        var broken = new LadderRun().Ticks(ticks.Where(tick => tick.OccurredAt < from));
        broken.Ladder.Hold();
        broken.Clock(1_199)
            .Ticks(ticks.Where(tick => tick.OccurredAt >= from && tick.OccurredAt < to).Select(Backfilled))
            .Release()
            .Ticks(ticks.Where(tick => tick.OccurredAt >= to));

        Assert.Equal(whole.M1.Select(Figures), broken.M1.Select(Figures));
        Assert.Equal(whole.Log.Of(Timeframe.M5).Select(Figures), broken.Log.Of(Timeframe.M5).Select(Figures));
        Assert.Equal(0, broken.Discards.Total);
        Assert.All(broken.M1.Where(bar => bar.OpenTime >= from && bar.CloseTime <= to && bar.TickCount > 0), bar => Assert.True(bar.IsImpaired));
    }

    [Fact]
    public void MarkGap_BarsOverIt_AreFlaggedAndOthersNot()
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(30, 100)]);
        run.Ladder.MarkGap(TickTape.At(70), TickTape.At(180));
        run.Ticks([TickTape.Trade(65, 101), TickTape.Trade(200, 102)]).Clock(301);

        Assert.Equal([BarFlags.None, BarFlags.Gap, BarFlags.Gap | BarFlags.Quiet, BarFlags.None, BarFlags.Quiet], run.M1.Select(bar => bar.Flags));
        Assert.Equal([BarFlags.Gap], run.Log.Of(Timeframe.M5).Select(bar => bar.Flags));
    }

    [Fact]
    public void Hold_LongerThanAllowed_GivesUpTheOldestMinutesAsGap()
    {
        var run = new LadderRun(options: new BarOptions { MaxHeldMinutes = 10 }).Clock(0).Ticks([TickTape.Trade(30, 100)]);
        run.Ladder.Hold();
        run.Ticks(Enumerable.Range(1, 15).Select(minute => TickTape.Trade((minute * 60) + 1, 100 + minute)));

        Assert.Equal(6, run.M1.Length);
        Assert.All(run.M1, bar => Assert.Equal(BarFlags.Gap, bar.Flags));
        Assert.Equal(15, run.Release().M1.Length);
        Assert.Equal(0, run.Discards.Total);
    }

    [Fact]
    public void OnLoadedBar_History_RollsUpAndKeepsItsFlag()
    {
        var run = new LadderRun().Loaded(History(0, 60)).Clock(3_600).Ticks([TickTape.Trade(3_601, 200)]).Clock(3_900.5);

        Assert.Equal(60 + 5, run.M1.Length);
        Assert.Equal(BarFlags.History, run.Log.Of(Timeframe.H1)[0].Flags);
        Assert.Equal(13, run.Log.Of(Timeframe.M5).Length);
        Assert.Equal(BarFlags.None, run.Log.Of(Timeframe.M5)[^1].Flags);
    }

    [Fact]
    public void OnLoadedBar_AfterFirstTicksWhileHeld_ComesBeforeThem()
    {
        var run = new LadderRun();
        run.Ladder.Hold();
        const int Day = 24 * 60;
        var now = (10 * Day * 60) + 37;
        run.Ticks([TickTape.Trade(now, 300)]);
        foreach (var bar in History(0, 10 * Day))
        {
            run.Loaded(bar);
            if (bar.OpenTime.UnixSeconds % 3_600 == 0)
            {
                run.Clock(now += 1).Ticks([TickTape.Trade(now, 301)]);
            }
        }

        run.Release().Clock(now + 120);

        Assert.Equal(0, run.Discards.Total);
        Assert.Equal(Enumerable.Range(0, run.M1.Length), run.M1.Select(bar => (int)(bar.OpenTime - TickTape.Start).TotalMinutes));
        Assert.Equal(BarFlags.Gap, run.M1[10 * Day].Flags);
        Assert.Equal(300, run.M1[10 * Day].Open);
        Assert.All(run.Log.Of(Timeframe.H4).Take(60), bar => Assert.Equal(BarFlags.History, bar.Flags));
    }

    [Fact]
    public void OnLoadedBar_MinutesLeftOut_AreFlatHistory()
    {
        var run = new LadderRun().Loaded(History(0, 1)[0], History(3, 1)[0]);

        Assert.Equal([BarFlags.History, BarFlags.History | BarFlags.Quiet, BarFlags.History | BarFlags.Quiet, BarFlags.History], run.M1.Select(bar => bar.Flags));
    }

    [Fact]
    public void OnLoadedBar_AfterAGap_ReplacesThePartialMinute()
    {
        var run = new LadderRun().Clock(0).Ticks([TickTape.Trade(30, 100)]);
        run.Ladder.Hold();
        run.Loaded(Loaded(0, 50, BarFlags.Filled), Loaded(1, 51, BarFlags.Filled)).Ticks([TickTape.Trade(125, 52)]).Release().Clock(181);

        Assert.Equal([50, 51, 52], run.M1.Select(bar => bar.Close));
        Assert.Equal([BarFlags.Filled, BarFlags.Filled, BarFlags.None], run.M1.Select(bar => bar.Flags));
    }

    [Fact]
    public void OnLoadedBar_MinuteClosed_IsCountedLate()
    {
        var run = new LadderRun().Loaded(History(0, 5)).Loaded(History(2, 1));

        Assert.Equal(5, run.M1.Length);
        Assert.Equal(1, run.Discards[DiscardReason.Late]);
    }

    [Fact]
    public void OnLoadedBar_OtherTimeframe_Throws()
    {
        var bar = TestBars.Flat(0, 1, timeframe: Timeframe.M5);

        Assert.Throws<ArgumentException>(() => new LadderRun().Loaded(bar));
    }

    [Fact]
    public void Weekend_InstrumentThatCloses_HasNoBarsThenAndClosesLongerOnesInTime()
    {
        // The tape starts on Monday 2024-08-05; Friday 21:58 is 117 h 58 min later.
        const double FridayClose = (4 * 86_400) + (22 * 3_600);
        const double SundayOpen = (6 * 86_400) + (22 * 3_600);
        var run = new LadderRun(TestInstruments.GbpJpy()).Clock(FridayClose - 8_000)
            .Ticks([TickTape.Quote(FridayClose - 7_200, 190, 190.01), TickTape.Quote(FridayClose - 100, 191, 191.01), TickTape.Quote(FridayClose + 100, 1, 1.01)])
            .Clock(FridayClose + 7_201);
        var closed = run.Log.Bars.Count;

        run.Clock(SundayOpen - 1);
        Assert.Equal(closed, run.Log.Bars.Count);
        run.Ticks([TickTape.Quote(SundayOpen + 5, 192, 192.01)]).Clock(SundayOpen + 7_201);

        Assert.Equal(1, run.Discards[DiscardReason.MarketClosed]);
        Assert.All(run.M1, bar => Assert.False(MarketHours.IsClosed(TestInstruments.GbpJpy(), bar.OpenTime)));
        Assert.Equal(120 + 120, run.M1.Length);
        var fridayAndSunday = run.Log.Of(Timeframe.H4);
        Assert.Equal(2, fridayAndSunday.Length);
        Assert.Equal(BarFlags.None, fridayAndSunday[0].Flags);
        Assert.Equal((192, BarFlags.None), (fridayAndSunday[1].Open, fridayAndSunday[1].Flags));
    }

    internal static Bar[] History(int firstMinute, int count) => [.. Enumerable.Range(firstMinute, count).Select(i => Loaded(i, 100 + (i % 7), BarFlags.History))];

    private static Bar Loaded(int minute, double price, BarFlags flags) => new(
        Timeframe.M1,
        TickTape.Start + TimeSpan.FromMinutes(minute),
        open: price,
        high: price + 1,
        low: price - 1,
        close: price,
        volume: 3,
        buyVolume: 1,
        tickCount: 3,
        source: Venue.Binance,
        flags: flags);

    private static Tick Backfilled(Tick tick) => Tick.Trade(
        tick.InstrumentId, tick.Venue, tick.OccurredAt, TickTape.At(1_199), price: tick.Price, volume: tick.Volume, aggressor: tick.Aggressor, tick.Sequence, backfilled: true);

    private static object Figures(Bar bar) => (bar.OpenTime, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.BuyVolume, bar.TickCount);
}
