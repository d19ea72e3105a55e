using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Pipeline;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Pipeline;

/// <summary>A sleep as the pipeline sees it: what may close, what is marked, what the journal says, in the order of events.</summary>
public sealed class SleepTests
{
    private static readonly SimulatedMarket Market = new(new SimulatorOptions { Seed = 7 });
    private static readonly SymbolSettings[] Settings = [.. SymbolDefaults.All.Select((document, id) => new SymbolConfig(document).ToSettings(id))];
    private static readonly Symbol Bitcoin = new("BTCUSD");
    private static readonly int Id = Array.Find(Settings, s => s.Instrument.Symbol == Bitcoin)!.Instrument.Id;
    private static readonly Timestamp Start = Market.StartAt;

    private readonly EntryLog _log = new();
    private readonly DeskPipeline _pipeline;

    public SleepTests() => _pipeline = new DeskPipeline(Settings, new PipelineOptions(), _log);

    [Fact]
    public void Process_SleepFilledWithBars_NothingClosesBeforeAndEverythingIsMarked()
    {
        Live(0, 3);
        var (from, to) = (Start + TimeSpan.FromMinutes(3), Start + TimeSpan.FromMinutes(43));
        Feed(MarketEvent.Command(new SleptCommand(1, from, to, IsShort: false), -1, to));
        var before = _log.Minutes(Bitcoin).Count();
        Feed(MarketEvent.Clock(to + TimeSpan.FromSeconds(30)));
        Assert.Equal(before, _log.Minutes(Bitcoin).Count());

        FeedBars(3, 43);
        Feed(MarketEvent.Command(new RecoveredCommand(1), Id, to + TimeSpan.FromSeconds(40)));
        Live(43, 46);

        var bars = _log.Minutes(Bitcoin).ToList();
        AssertContiguous(bars);
        Assert.All(bars.Where(b => b.OpenTime >= from && b.OpenTime < to), b => Assert.True((b.Flags & BarFlags.Filled) != 0, $"{b}"));
        Assert.True((bars[^1].Flags & BarFlags.Filled) == 0);
        Assert.Equal(["Slept", "Recovering", "Recovered"], _log.Operations("recovery").Where(e => e.Symbol is null || e.Symbol == Bitcoin).Select(e => e.Kind));
        Assert.DoesNotContain(_log.Entries.OfType<DecisionEntry>(), d => d.Symbol == Bitcoin && d.Trace.BarCloseTime > from && d.Trace.BarCloseTime <= to && d.Trace.Verdict != Core.Decisions.Verdict.Hold);
    }

    /// <summary>The control: without the word of the sleep the clock closes forty flat minutes, and the venue's bars come too late.</summary>
    [Fact]
    public void Process_SleepUnnoticed_MinutesAreLost()
    {
        Live(0, 3);
        Feed(MarketEvent.Clock(Start + TimeSpan.FromMinutes(43) + TimeSpan.FromSeconds(30)));
        FeedBars(3, 43);
        Assert.Contains(_log.Minutes(Bitcoin), b => (b.Flags & (BarFlags.Quiet | BarFlags.Filled)) == BarFlags.Quiet && b.TickCount == 0);
        Assert.True(_pipeline.Lanes[Id].Discards[DiscardReason.Late] >= 39);
    }

    /// <summary>The second venue's bars are not the symbol's.</summary>
    [Fact]
    public void Process_FilledBarOfTheOtherVenue_IsNotTaken()
    {
        Live(0, 3);
        var before = _log.Minutes(Bitcoin).Count();
        var open = Start + TimeSpan.FromMinutes(3);
        Feed(MarketEvent.FromBar(new LoadedBar(Id, new Bar(Timeframe.M1, open, open: 1, high: 1, low: 1, close: 1, volume: 1, buyVolume: 0, tickCount: 1, source: Venue.Mt5, flags: BarFlags.Filled)), open));
        Assert.Equal(before, _log.Minutes(Bitcoin).Count());
        Assert.Equal(1, _pipeline.Lanes[Id].Discards[DiscardReason.RedundantStream]);
    }

    /// <summary>Only the recovery of the last sleep ends it.</summary>
    [Fact]
    public void Process_SleepDuringRecovery_EarlierRecoveryDoesNotOpen()
    {
        Live(0, 3);
        var at = Start + TimeSpan.FromMinutes(4);
        Feed(MarketEvent.Command(new SleptCommand(1, Start + TimeSpan.FromMinutes(3), at, IsShort: true), -1, at));
        Feed(MarketEvent.Command(new SleptCommand(2, at, at + TimeSpan.FromMinutes(1), IsShort: true), -1, at + TimeSpan.FromMinutes(1)));
        Feed(MarketEvent.Command(new RecoveredCommand(1), Id, at + TimeSpan.FromMinutes(1)));
        var before = _log.Minutes(Bitcoin).Count();
        Feed(MarketEvent.Clock(at + TimeSpan.FromMinutes(3)));
        Assert.Equal(before, _log.Minutes(Bitcoin).Count());
        Feed(MarketEvent.Command(new RecoveredCommand(2), Id, at + TimeSpan.FromMinutes(3)));
        Assert.True(_log.Minutes(Bitcoin).Count() > before);
    }

    /// <summary>What a recovery could not get is said, and the bars are marked as lacking.</summary>
    [Fact]
    public void Process_VenueNoLongerHasIt_UnfilledIsSaid()
    {
        Live(0, 3);
        var (from, to) = (Start + TimeSpan.FromMinutes(3), Start + TimeSpan.FromMinutes(5));
        Feed(MarketEvent.Command(new SleptCommand(1, from, to, IsShort: true), -1, to));
        Feed(MarketEvent.FromFeed(new FeedNotice(Settings[Id].Instrument.PrimaryVenue, Id, FeedNoticeKind.GapUnfilled, "gone", from, to), to));
        Feed(MarketEvent.Clock(to + TimeSpan.FromSeconds(30)));
        Feed(MarketEvent.Command(new RecoveredCommand(1), Id, to + TimeSpan.FromSeconds(31)));
        Assert.Contains(_log.Operations("recovery"), e => e.Kind == "Unfilled" && e.Symbol == Bitcoin);
    }

    /// <summary>Saved in the middle of a recovery and taken up by another pipeline, the rest comes out the same.</summary>
    [Fact]
    public void SaveState_DuringRecovery_GoesOnTheSame()
    {
        Live(0, 3);
        var to = Start + TimeSpan.FromMinutes(13);
        Feed(MarketEvent.Command(new SleptCommand(1, Start + TimeSpan.FromMinutes(3), to, IsShort: false), -1, to));
        FeedBars(3, 8);
        using var state = new MemoryStream();
        _pipeline.SaveState(state);
        state.Position = 0;
        var other = new SleepTests();
        other._pipeline.LoadState(state);
        var mark = _log.Entries.Count;
        foreach (var test in (SleepTests[])[this, other])
        {
            test.FeedBars(8, 13);
            test.Feed(MarketEvent.Command(new RecoveredCommand(1), Id, to));
            test.Live(13, 16);
        }

        Assert.Equal(_log.Entries.Skip(mark).OfType<BarClosedEntry>().Select(e => e.Bar), other._log.Entries.OfType<BarClosedEntry>().Select(e => e.Bar));
        Assert.Equal(_log.Operations("recovery").Last().Detail, other._log.Operations("recovery").Last().Detail);
    }

    /// <summary>A venue's clock three seconds slow: the desk's clock must not close a minute whose last ticks are still to come.</summary>
    [Fact]
    public void Process_TicksThreeSecondsBehind_NoneComesTooLate()
    {
        var slow = new SimulatedEvents(Market, [.. Settings.Select(s => s.Instrument)]).Ticks(Start, Start + TimeSpan.FromMinutes(5))
            .Select(e => e.Kind == MarketEventKind.Tick ? Later(e.Tick, TimeSpan.FromSeconds(3)) : e).OrderBy(e => e.At).ToArray();
        _pipeline.Process(slow, slow.Length);
        Assert.Equal(0, _pipeline.Lanes[Id].Discards[DiscardReason.Late]);
        AssertContiguous([.. _log.Minutes(Bitcoin)]);
    }

    private static MarketEvent Later(in Tick tick, TimeSpan by) => MarketEvent.FromTick(tick.Kind == TickKind.Quote
        ? Tick.Quote(tick.InstrumentId, tick.Venue, tick.OccurredAt, tick.ReceivedAt + by, bid: tick.Bid, ask: tick.Ask, sequence: tick.Sequence)
        : Tick.Trade(tick.InstrumentId, tick.Venue, tick.OccurredAt, tick.ReceivedAt + by, price: tick.Price, volume: tick.Volume, aggressor: tick.Aggressor, sequence: tick.Sequence));

    private static void AssertContiguous(List<Bar> bars) => Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.Equal(pair.First.CloseTime, pair.Second.OpenTime));

    private void Live(int fromMinute, int toMinute)
    {
        var events = new SimulatedEvents(Market, [.. Settings.Select(s => s.Instrument)]).Ticks(Start + TimeSpan.FromMinutes(fromMinute), Start + TimeSpan.FromMinutes(toMinute)).ToArray();
        _pipeline.Process(events, events.Length);
    }

    /// <summary>The venue's minutes as bars, as a feed passes them on in place of ticks.</summary>
    private void FeedBars(int fromMinute, int toMinute)
    {
        foreach (var item in new SimulatedEvents(Market, [Settings[Id].Instrument]).History(Start + TimeSpan.FromMinutes(fromMinute), Start + TimeSpan.FromMinutes(toMinute)))
        {
            var bar = ((LoadedBar)item.Payload!).Bar;
            Feed(MarketEvent.FromBar(new LoadedBar(Id, new Bar(bar.Timeframe, bar.OpenTime, open: bar.Open, high: bar.High, low: bar.Low, close: bar.Close, volume: bar.Volume, buyVolume: bar.BuyVolume, tickCount: bar.TickCount, source: bar.Source, flags: BarFlags.Filled)), bar.CloseTime));
        }
    }

    private void Feed(MarketEvent item) => _pipeline.Process([item], 1);
}
