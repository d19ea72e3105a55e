using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Tests.Feeds.Binance;

public sealed class BinanceMessageHandlerTests
{
    private const long Noon = 1_767_614_400_000;

    private readonly DiscardCounters _discards = new();
    private readonly MarketEventBuffer _events = new();
    private readonly BinanceMessageHandler _handler;

    public BinanceMessageHandlerTests() =>
        _handler = new BinanceMessageHandler([new(0, "BTCUSDT", BinanceMarket.Spot), new(1, "XAUUSDT", BinanceMarket.UsdM)], _discards);

    [Fact]
    public void Handle_AggTrade_TickAtTradeTime()
    {
        Handle(AggTrade(5, price: "60000.5", time: Noon, maker: true), Noon + 20);

        var tick = Assert.Single(Ticks());
        Assert.Equal((0, Venue.Binance, TickKind.Trade, -1, 60000.5, 0.25, 5L), (tick.InstrumentId, tick.Venue, tick.Kind, tick.Aggressor, tick.Price, tick.Volume, tick.Sequence));
        Assert.Equal((At(Noon), At(Noon + 20)), (tick.OccurredAt, tick.ReceivedAt));
    }

    [Fact]
    public void Handle_Microseconds_ToldByMagnitude()
    {
        Handle(AggTrade(5, time: (Noon * 1_000) + 7), Noon);
        Assert.Equal((Noon * 1_000) + 7, Ticks()[0].OccurredAt.UnixMicroseconds);
    }

    [Fact]
    public void Handle_TradeTwice_SecondCountedAsDuplicate()
    {
        Handle(AggTrade(5), Noon);
        Handle(AggTrade(5), Noon);
        Assert.Single(Ticks());
        Assert.Equal(1, _discards[DiscardReason.Duplicate]);
    }

    [Fact]
    public void Handle_Duplicates_AreReportedOnceASecondForDataQuality()
    {
        for (var i = 0; i < 4; i++)
        {
            Handle(AggTrade(5), Noon + (i * 10));
        }

        Assert.Single(Faults()); // With the first frame after the first; the rest waits for the next second.
        Handle(AggTrade(6), Noon + 1_500);
        Handle(AggTrade(7), Noon + 1_510);

        Assert.Equal([(0, 1, 0, 0), (0, 2, 0, 0)], Faults().Select(f => (f.InstrumentId, f.Duplicates, f.OutOfOrder, f.DifferingCandles)));
    }

    [Fact]
    public void Handle_TradeBesideAggTrade_Redundant()
    {
        Handle(AggTrade(5), Noon);
        Handle(Trade(10), Noon);
        Assert.Single(Ticks());
        Assert.Equal(1, _discards[DiscardReason.RedundantStream]);
    }

    [Fact]
    public void Handle_AggTradeSoonAfterTrade_TakesOverWithoutCountingATradeTwice()
    {
        Handle(Trade(10), Noon);
        Handle(Trade(11), Noon);
        Handle(AggTrade(5, firstTrade: 10, lastTrade: 11), Noon + 10);
        Handle(AggTrade(6, firstTrade: 12, lastTrade: 12), Noon + 20);
        Handle(Trade(12), Noon + 30);
        Assert.Equal([10L, 11, 6], Ticks().Select(t => t.Sequence));
        Assert.Equal(2, _discards[DiscardReason.RedundantStream]);
    }

    [Fact]
    public void Handle_AggTradeLongAfterTrade_Redundant()
    {
        Handle(Trade(10), Noon);
        Handle(AggTrade(5, firstTrade: 11, lastTrade: 11), Noon + 1_500);
        Assert.Single(Ticks());
        Assert.Equal(1, _discards[DiscardReason.RedundantStream]);
    }

    [Fact]
    public void Handle_JumpInIds_GapAndFrameNotTaken()
    {
        Handle(AggTrade(5), Noon);
        var result = Handle(AggTrade(9, time: Noon + 4_000), Noon + 4_000);
        Assert.Equal(new FrameResult(FrameAction.TradeGap, 0, 6, 9), result);
        Assert.Single(Ticks());

        _handler.GiveUpGap(0);
        Assert.Equal(FrameAction.None, Handle(AggTrade(9, time: Noon + 4_000), Noon + 4_000).Action);
        var notice = Assert.Single(Notices());
        Assert.Equal((FeedNoticeKind.GapUnfilled, At(Noon), At(Noon + 4_000)), (notice.Kind, notice.From!.Value, notice.To!.Value));
        Assert.Equal([5L, 9], Ticks().Select(t => t.Sequence));
    }

    [Fact]
    public void Handle_JumpInFuturesTradeIds_NoGap()
    {
        Handle(Trade(5, symbol: "XAUUSDT"), Noon);
        Assert.Equal(FrameAction.None, Handle(Trade(9, symbol: "XAUUSDT"), Noon).Action);
        Assert.Equal(2, Ticks().Count);
    }

    [Fact]
    public void Handle_FetchedTrades_BackfilledAndChained()
    {
        Handle(AggTrade(5), Noon);
        Handle($"{{\"stream\":\"btcusdt@aggTrades\",\"data\":[{Fetched(4)},{Fetched(5)},{Fetched(6)},{Fetched(7)}]}}", Noon);
        Assert.Equal(FrameAction.None, Handle(AggTrade(8), Noon).Action);
        Assert.Equal([5L, 6, 7, 8], Ticks().Select(t => t.Sequence));
        Assert.Equal([false, true, true, false], Ticks().Select(t => t.Backfilled));
        Assert.Equal(2, _discards[DiscardReason.Duplicate]);
    }

    [Fact]
    public void Handle_IdsStartedOver_GapSaidAndTradesGoOn()
    {
        Handle(AggTrade(1_000, time: Noon), Noon);
        Handle(AggTrade(3, time: Noon + 61_000), Noon + 61_000);
        Assert.Equal([1_000L, 3], Ticks().Select(t => t.Sequence));
        Assert.Equal(FeedNoticeKind.GapUnfilled, Assert.Single(Notices()).Kind);
    }

    [Fact]
    public void Handle_SpotQuote_TimeEstimatedFromLatestOffset()
    {
        Handle(Quote(1), Noon);
        Handle(AggTrade(5, time: Noon + 1_270), Noon);
        Handle(Quote(2), Noon + 30);
        Handle(Quote(3), Noon - 500);
        Assert.Equal(
            [At(Noon), At(Noon + 1_270), At(Noon + 1_300), At(Noon + 1_300)],
            Ticks().Select(t => t.OccurredAt));
    }

    [Fact]
    public void Handle_OneWrongEventTime_QuotesNotMoved()
    {
        Handle(AggTrade(5, time: Noon), Noon);
        Handle(AggTrade(6, time: Noon + 3_600_000), Noon + 10);
        Handle(Quote(2), Noon + 30);
        Assert.Equal(At(Noon + 30), Ticks()[^1].OccurredAt);
    }

    [Fact]
    public void Handle_ClockSet_FollowedAfterFiveFrames()
    {
        Handle(AggTrade(1, time: Noon), Noon);
        for (var i = 0; i < 5; i++)
        {
            Handle(AggTrade(2 + i, time: Noon + 1_000 + i), Noon + 3_601_000 + i);
        }

        Handle(Quote(2), Noon + 3_601_100);
        Assert.Equal(At(Noon + 1_100), Ticks()[^1].OccurredAt);
    }

    [Fact]
    public void Handle_QuoteOfOldId_OutOfOrder()
    {
        Handle(Quote(5), Noon);
        Handle(Quote(5), Noon);
        Handle(Quote(4), Noon);
        Assert.Single(Ticks());
        Assert.Equal((1, 1), (_discards[DiscardReason.Duplicate], _discards[DiscardReason.OutOfOrder]));
    }

    [Fact]
    public void Handle_UnknownSymbolBadTimeAndJunk_CountedByReason()
    {
        Handle(Quote(1, "DOGEUSDT"), Noon);
        Handle("{\"e\":\"24hrTicker\"}", Noon);
        Handle("}{", Noon);
        Handle(AggTrade(1, time: 5), Noon);
        Assert.Equal((2, 2, 4), (_discards[DiscardReason.UnknownFrame], _discards[DiscardReason.Malformed], _handler.Counts.Frames));
        Assert.Equal(0, _handler.Counts.UsedFrames);
    }

    [Fact]
    public void Handle_ClosedCandle_ComparedWithTrades()
    {
        var minute = Noon + 60_000;
        long id = 0;
        Handle(AggTrade(++id, price: "9", time: Noon), Noon);
        foreach (var price in new[] { "10", "12", "9", "11" })
        {
            Handle(AggTrade(++id, price: price, time: minute + (id * 1_000)), minute);
        }

        Handle(Kline(minute, high: "12"), minute + 60_000);
        Handle(AggTrade(++id, price: "11", time: minute + 62_000), minute + 62_000);
        Assert.Equal((1, 0), (_handler.KlineCheckOf(0).Compared, _handler.KlineCheckOf(0).Mismatches));
    }

    [Fact]
    public void Handle_CandleWithAnotherHigh_Mismatch()
    {
        var minute = Noon + 60_000;
        Handle(AggTrade(1, price: "9", time: Noon), Noon);
        long id = 1;
        foreach (var price in new[] { "10", "12", "9", "11" })
        {
            Handle(AggTrade(++id, price: price, time: minute + (id * 1_000)), minute);
        }

        Handle(Kline(minute, high: "13"), minute + 60_000);
        Handle(AggTrade(++id, price: "11", time: minute + 62_000), minute + 62_000);
        Assert.Equal((1, 1), (_handler.KlineCheckOf(0).Compared, _handler.KlineCheckOf(0).Mismatches));
    }

    private static Timestamp At(long milliseconds) => Timestamp.FromUnixMilliseconds(milliseconds);

    private static string AggTrade(long id, string price = "60000", long time = Noon, bool maker = false, long? firstTrade = null, long? lastTrade = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"e\":\"aggTrade\",\"E\":{time},\"s\":\"BTCUSDT\",\"a\":{id},\"p\":\"{price}\",\"q\":\"0.25\",\"f\":{firstTrade ?? id},\"l\":{lastTrade ?? id},\"T\":{time},\"m\":{(maker ? "true" : "false")},\"M\":true}}");

    private static string Trade(long id, string symbol = "BTCUSDT") => string.Create(
        CultureInfo.InvariantCulture, $"{{\"e\":\"trade\",\"E\":{Noon},\"s\":\"{symbol}\",\"t\":{id},\"p\":\"1\",\"q\":\"1\",\"T\":{Noon},\"m\":true,\"M\":true}}");

    private static string Quote(long id, string symbol = "BTCUSDT") =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"u\":{id},\"s\":\"{symbol}\",\"b\":\"10\",\"B\":\"1\",\"a\":\"11\",\"A\":\"1\"}}");

    private static string Fetched(long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"a\":{id},\"p\":\"1\",\"q\":\"1\",\"f\":{id},\"l\":{id},\"T\":{Noon},\"m\":true,\"M\":true}}");

    private static string Kline(long open, string high) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"e\":\"kline\",\"E\":{open + 60_000},\"s\":\"BTCUSDT\",\"k\":{{\"t\":{open},\"T\":{open + 59_999},\"s\":\"BTCUSDT\",\"i\":\"1m\",\"f\":2,\"L\":5,\"o\":\"10\",\"c\":\"11\",\"h\":\"{high}\",\"l\":\"9\",\"v\":\"1\",\"n\":4,\"x\":true,\"q\":\"1\",\"V\":\"1\",\"Q\":\"1\",\"B\":\"0\"}}}}");

    private readonly List<MarketEvent> _all = [];

    private FrameResult Handle(string frame, long receivedAt)
    {
        _events.Clear();
        var result = _handler.Handle(FrameCase.Utf8(frame), At(receivedAt), _events);
        for (var i = 0; i < _events.Count; i++)
        {
            _all.Add(_events[i]);
        }

        return result;
    }

    private List<Tick> Ticks() => [.. _all.Where(e => e.Kind == MarketEventKind.Tick).Select(e => e.Tick)];

    private List<FeedFaults> Faults() => [.. _all.Where(e => e.Kind == MarketEventKind.FeedFaults).Select(e => (FeedFaults)e.Payload!)];

    private List<FeedNotice> Notices() => [.. _all.Where(e => e.Kind == MarketEventKind.Feed).Select(e => (FeedNotice)e.Payload!)];
}
