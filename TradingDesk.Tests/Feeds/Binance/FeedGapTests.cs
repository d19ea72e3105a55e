using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>RELIABILITY T08 below the bars: after a gap, what is passed on is what a gap-free run passes on, in order, once, before anything that came later.</summary>
public sealed class FeedGapTests
{
    private const int TradesPerSecond = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(600)]
    public async Task Run_GapOfSeconds_TradesAsWithoutGap(int seconds)
    {
        await using var harness = await FeedHarness.StartAsync();
        var total = await PlayGapAsync(harness, seconds);

        Assert.Empty(FaultsIn(harness.Trades(), total));
        Assert.Equal(seconds * TradesPerSecond, harness.Trades().Count(t => t.Backfilled));
        Assert.DoesNotContain(harness.Notices(), n => n.Kind == FeedNoticeKind.GapUnfilled);
        AssertFilledBetweenInterruptionAndLive(harness.Events());
    }

    /// <summary>The planted bug: a fill that loses one trade must be found by the same comparison, and said by the feed.</summary>
    [Fact]
    public async Task Run_FillLosesATrade_IsCaught()
    {
        await using var harness = await FeedHarness.StartAsync();
        harness.Server.RestLoses = id => id == 30;
        var total = await PlayGapAsync(harness, seconds: 2);

        Assert.NotEmpty(FaultsIn(harness.Trades(), total));
        var notice = Assert.Single(harness.Notices(), n => n.Kind == FeedNoticeKind.GapUnfilled);
        Assert.Equal(TimeOf(29), notice.From);
        Assert.Equal(TimeOf(31), notice.To);
    }

    [Fact]
    public async Task Run_RestDownDuringGap_GapSaidAndTradesGoOn()
    {
        await using var harness = await FeedHarness.StartAsync();
        await harness.ConnectedAsync();
        await harness.Server.TradeAsync(10);
        await harness.ReceivedAsync(10);
        harness.Server.IsRestDown = true;
        harness.Server.Drop();
        await harness.Server.TradeAsync(5);
        await harness.UntilAsync(() => harness.Server.Open == 1, "reconnected");
        await harness.Server.TradeAsync(5);
        await harness.ReceivedAsync(20);

        var notices = harness.Notices().Select(n => n.Kind).ToList();
        Assert.Equal([FeedNoticeKind.Live, FeedNoticeKind.Interrupted, FeedNoticeKind.GapUnfilled, FeedNoticeKind.Live], notices);
        Assert.Equal(15, harness.Trades().Count);
    }

    [Fact]
    public async Task Run_TradesMissingMidStream_FetchedBeforeTheNext()
    {
        await using var harness = await FeedHarness.StartAsync();
        await harness.ConnectedAsync();
        await harness.Server.TradeAsync(10);
        await harness.ReceivedAsync(10);
        harness.Server.IsMute = true;
        harness.Server.Drop();
        await harness.UntilAsync(() => harness.Server.Open == 1, "reconnected to a mute server");
        await harness.UntilAsync(() => harness.Feed.Status.Connection == FeedConnection.Live, "live");
        await harness.Server.TradeAsync(7);
        harness.Server.IsMute = false;
        harness.Server.Drop();
        await harness.ConnectedAsync();
        await harness.Server.TradeAsync(3);
        await harness.ReceivedAsync(20);
        Assert.Empty(FaultsIn(harness.Trades(), 20));
    }

    [Fact]
    public async Task Run_ResumedAfterRestart_MissedTradesFetchedFirst()
    {
        await using var harness = await FeedHarness.StartAsync(resumeAfter: 0);
        await harness.Server.TradeAsync(50);
        await harness.ConnectedAsync();
        await harness.Server.TradeAsync(10);
        await harness.ReceivedAsync(60);
        Assert.Empty(FaultsIn(harness.Trades(), 60));
    }

    /// <summary>The tape holds what was fetched in its place: a replay gives the same ticks.</summary>
    [Fact]
    public async Task Run_TapeOfAGap_ReplaysToTheSameTicks()
    {
        await using var harness = await FeedHarness.StartAsync();
        await PlayGapAsync(harness, seconds: 60);

        var handler = new BinanceMessageHandler([new BinanceSymbol(0, "BTCUSDT", BinanceMarket.Spot)], new DiscardCounters(), bookLevels: 0);
        var events = new MarketEventBuffer();
        var replayed = new List<Tick>();
        foreach (var (at, frame) in harness.Tape())
        {
            events.Clear();
            Assert.Equal(FrameAction.None, handler.Handle(frame, at, events).Action);
            for (var i = 0; i < events.Count; i++)
            {
                replayed.Add(events[i].Tick);
            }
        }

        Assert.Equal(harness.Trades(), replayed);
    }

    private static async Task<int> PlayGapAsync(FeedHarness harness, int seconds)
    {
        await harness.ConnectedAsync();
        await harness.Server.TradeAsync(20);
        await harness.ReceivedAsync(20);
        harness.Server.Drop();
        await harness.Server.TradeAsync(seconds * TradesPerSecond);
        await harness.ConnectedAsync();
        await harness.UntilAsync(() => harness.Notices().LastOrDefault()?.Kind == FeedNoticeKind.Live && harness.Notices().Count > 1, "live again");
        await harness.Server.TradeAsync(20);
        var total = 40 + (seconds * TradesPerSecond);
        await harness.ReceivedAsync(total);
        return total;
    }

    private static Timestamp TimeOf(long id) => Timestamp.FromUnixMilliseconds(BinanceTestServer.FirstTime + (id * 50));

    /// <summary>Every difference from the gap-free run of trades 1 to <paramref name="total"/>.</summary>
    private static List<string> FaultsIn(List<Tick> trades, int total)
    {
        var faults = new List<string>();
        for (var i = 0; i < Math.Max(total, trades.Count); i++)
        {
            var id = i + 1;
            var expected = (id, 60_000 + (id % 97) + (id % 10 / 10.0), (1 + (id % 9)) / 10.0, TimeOf(id));
            if (i >= trades.Count || (trades[i].Sequence, trades[i].Price, trades[i].Volume, trades[i].OccurredAt) != expected)
            {
                faults.Add($"place {i}: expected {expected}, found {(i < trades.Count ? trades[i].ToString() : "nothing")}");
            }
        }

        return faults;
    }

    private static void AssertFilledBetweenInterruptionAndLive(List<MarketEvent> events)
    {
        var interrupted = events.FindIndex(e => e.Payload is FeedNotice { Kind: FeedNoticeKind.Interrupted });
        var live = events.FindLastIndex(e => e.Payload is FeedNotice { Kind: FeedNoticeKind.Live });
        var firstFilled = events.FindIndex(e => e.Tick.Backfilled);
        var lastFilled = events.FindLastIndex(e => e.Tick.Backfilled);
        Assert.True(interrupted >= 0 && interrupted < firstFilled && lastFilled < live, $"interrupted {interrupted}, filled {firstFilled} to {lastFilled}, live {live}");
    }
}
