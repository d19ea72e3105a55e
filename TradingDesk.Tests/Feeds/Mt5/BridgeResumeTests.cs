using System.Globalization;
using System.Text.RegularExpressions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

namespace TradingDesk.Tests.Feeds.Mt5;

public sealed partial class BridgeResumeTests
{
    [Fact]
    public async Task TwentyRandomCuts_LoseAndRepeatNothing()
    {
        await using var desk = new BridgeHarness();
        await RunWithCutsAsync(desk, cuts: 20, changeDeskText: null);
        for (var symbol = 0; symbol < 2; symbol++)
        {
            Assert.Equal(desk.Expected(symbol), desk.Published(symbol));
            Assert.Contains(desk.Sink.TicksOf(symbol), tick => tick.Backfilled);
        }
    }

    /// <summary>The control: a desk that resumes after the newest tick instead of at it loses the rest of that millisecond and what follows.</summary>
    [Fact]
    public async Task TwentyRandomCuts_WithPlantedBug_AreCaught()
    {
        await using var desk = new BridgeHarness();
        await RunWithCutsAsync(desk, cuts: 20, line => LastTick().Replace(line, match => string.Create(CultureInfo.InvariantCulture, $"m:{long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 300}")));
        Assert.NotEqual(desk.Expected(0), desk.Published(0));
    }

    [Theory]
    [InlineData(ExpertAdvisorFault.Disconnect)]
    [InlineData(ExpertAdvisorFault.LostLine)]
    [InlineData(ExpertAdvisorFault.DuplicateTicks)]
    [InlineData(ExpertAdvisorFault.WrongToken)]
    [InlineData(ExpertAdvisorFault.OversizeLine)]
    [InlineData(ExpertAdvisorFault.GarbageLine)]
    [InlineData(ExpertAdvisorFault.Freeze)]
    public async Task Fault_LosesAndRepeatsNothing(ExpertAdvisorFault fault)
    {
        var options = BridgeInstruments.Options();
        options.HeartbeatMs = 100;
        await using var desk = new BridgeHarness(options);
        var advisor = await desk.StartExpertAdvisorAsync(new SimulatedExpertAdvisorOptions { FreezeMs = 700 });
        await desk.WaitUntilLiveAsync();
        for (var step = 0; step < 30; step++)
        {
            desk.Clock.Advance(TimeSpan.FromMilliseconds(250));
            if (step == 10)
            {
                advisor.Inject(fault);
            }

            await Task.Delay(fault == ExpertAdvisorFault.Freeze ? 30 : 5);
        }

        await desk.SettleAsync();
        Assert.Equal(desk.Expected(0), desk.Published(0));
        Assert.Equal(desk.Expected(1), desk.Published(1));
    }

    [Fact]
    public async Task LateTicks_ArePassedOnAsBackfilled()
    {
        await using var desk = new BridgeHarness();
        var advisor = await desk.StartExpertAdvisorAsync();
        await desk.WaitUntilLiveAsync();
        advisor.Inject(ExpertAdvisorFault.LateTicks);
        for (var step = 0; step < 80; step++)
        {
            desk.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(3);
        }

        await desk.SettleAsync();
        Assert.Equal(desk.Expected(0).Order(), desk.Published(0).Order());
        var late = desk.Sink.Events.Where(item => item.Kind == MarketEventKind.Tick && item.Tick.Backfilled).Select(item => item.Tick).ToList();
        Assert.NotEmpty(late);
        Assert.All(late, tick => Assert.InRange((tick.ReceivedAt - tick.OccurredAt).TotalSeconds, 10, 20));
    }

    [Fact]
    public async Task GapBeyondTheReplay_IsAnnouncedAndFilledWithBars_BeforeTheReplayedTicks()
    {
        await using var desk = new BridgeHarness();
        using (var peer = await BridgeProtocolTests.LivePeerAsync(desk))
        {
            await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[[{desk.Now.UnixMilliseconds + 10_800_000},2400,2401]]""");
            await Eventually.IsTrueAsync(() => desk.Sink.TicksOf(0).Count == 1, "a tick");
        }

        await Eventually.IsTrueAsync(() => desk.Feed.Status.Connection == FeedConnection.Connecting, "the link is down");
        var lost = desk.Now;
        desk.Clock.Advance(TimeSpan.FromMinutes(95.4));
        await desk.StartExpertAdvisorAsync();
        await desk.WaitUntilLiveAsync();
        var resume = Timestamp.FromDateTimeOffset(BridgeHarness.Start) + TimeSpan.FromMinutes(66);
        var events = desk.Sink.Events.Where(item => item.InstrumentId == 0).ToList();
        var gap = Assert.Single(desk.Sink.NoticesOf(0), notice => notice.Kind == FeedNoticeKind.GapUnfilled);
        Assert.Equal((lost + TimeSpan.FromMilliseconds(1), resume), (gap.From, gap.To));
        Assert.Equal(Enumerable.Range(0, 66).Select(minute => lost + TimeSpan.FromMinutes(minute)), desk.Sink.BarsOf(0).Select(bar => bar.OpenTime));
        Assert.All(desk.Sink.BarsOf(0), bar => Assert.Equal(BarFlags.Filled, bar.Flags));
        var kinds = events.Skip(events.FindIndex(item => item.Payload is FeedNotice { Kind: FeedNoticeKind.GapUnfilled })).Select(item => item.Kind).ToList();
        Assert.True(kinds.LastIndexOf(MarketEventKind.LoadedBar) < kinds.IndexOf(MarketEventKind.Tick));
        var replayed = desk.Sink.TicksOf(0).Skip(1).ToList();
        Assert.All(replayed, tick => Assert.True(tick.Backfilled && tick.OccurredAt >= resume));
        var expected = new List<BrokerTick>();
        desk.Broker.CopyTicks(0, resume, desk.Now, expected);
        Assert.Equal(expected.Count, replayed.Count);
    }

    [Fact]
    public async Task ResumeAfter_OnFirstSession_ReplaysWhatCameLater()
    {
        await using var desk = new BridgeHarness();
        var stored = desk.Now - TimeSpan.FromSeconds(20);
        desk.Feed.ResumeAfter(BridgeInstruments.Gold.Symbol, stored);
        await desk.StartExpertAdvisorAsync();
        await desk.WaitUntilLiveAsync();
        var expected = new List<BrokerTick>();
        desk.Broker.CopyTicks(0, stored + TimeSpan.FromMilliseconds(1), desk.Now, expected);
        Assert.Equal(expected.Select(tick => tick.At.UnixMilliseconds), desk.Sink.TicksOf(0).Select(tick => tick.OccurredAt.UnixMilliseconds));
    }

    private static async Task RunWithCutsAsync(BridgeHarness desk, int cuts, Func<string, string>? changeDeskText)
    {
        await using var proxy = new CuttingProxy(await desk.Feed.ListeningPort, seed: 20_261_121, cuts, changeDeskText);
        await desk.StartExpertAdvisorAsync(port: proxy.Port);
        await desk.WaitUntilLiveAsync();
        for (var step = 0; step < 3_000 && proxy.CutsLeft > 0; step++)
        {
            desk.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(2);
        }

        Assert.True(proxy.CutsLeft <= 0, "seed 20261121: all cuts were made");
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await desk.SettleAsync(limitMs: changeDeskText is null ? 10_000 : 500);
    }

    [GeneratedRegex("m:([0-9]{13})", RegexOptions.NonBacktracking)]
    private static partial Regex LastTick();
}
