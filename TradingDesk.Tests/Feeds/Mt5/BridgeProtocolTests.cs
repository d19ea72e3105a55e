using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Mt5;

public sealed class BridgeProtocolTests
{
    private static readonly long NowMs = BridgeHarness.Start.ToUnixTimeMilliseconds();

    private static string Tick(long serverMs, double bid, double ask) => string.Create(CultureInfo.InvariantCulture, $"[{serverMs},{bid},{ask},0,0,6]");

    [Fact]
    public async Task Hello_WithProof_IsWelcomedWithTheBrokersNames()
    {
        await using var desk = new BridgeHarness();
        using var peer = await desk.DialAsync();
        await peer.HelloAsync();
        var welcome = await peer.ReadAsync("welcome");
        Assert.Equal("XAUUSDm,GBPJPYm", welcome.GetProperty("symbols").GetString());
        Assert.Equal("", welcome.GetProperty("lastTick").GetString());
        Assert.Equal(1, welcome.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Hello_WithPlainTokenOnLoopback_IsWelcomed()
    {
        await using var desk = new BridgeHarness();
        using var peer = await desk.DialAsync();
        await peer.SendAsync(peer.Hello(BridgeInstruments.Token, proof: "token"));
        await peer.ReadAsync("welcome");
    }

    [Theory]
    [InlineData("wrong token")]
    [InlineData("replayed nonce")]
    [InlineData("no hello")]
    [InlineData("endless line")]
    [InlineData("another account's proof")]
    [InlineData("empty proof")]
    public async Task Hello_WithoutProof_GetsNothingButTheChallenge(string kind)
    {
        await using var desk = new BridgeHarness();
        using var earlier = await desk.DialAsync();
        using var peer = await desk.DialAsync();
        Assert.NotEqual(earlier.Nonce, peer.Nonce);
        await (kind switch
        {
            "wrong token" => peer.HelloAsync(token: "a-token-for-tests-onlx"),
            "replayed nonce" => peer.HelloAsync(nonce: earlier.Nonce),
            "no hello" => peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[{Tick(NowMs, 1, 2)}]"""),
            "endless line" => peer.SendAsync(new string('x', 5_000)),
            "another account's proof" => peer.SendAsync(peer.Hello(Core.Feeds.Mt5.BridgeToken.Prove(BridgeInstruments.Token, peer.Nonce, "2", "Demo"))),
            _ => peer.SendAsync(peer.Hello("")),
        });
        Assert.True(await peer.IsClosedAsync());
        Assert.Empty(desk.Sink.Events);
    }

    [Fact]
    public async Task Hello_OfAccountThatIsNotAllowed_IsRefused()
    {
        var options = BridgeInstruments.Options();
        options.AllowedAccounts = ["1@Demo"];
        await using var desk = new BridgeHarness(options);
        using var stranger = await desk.DialAsync();
        await stranger.HelloAsync(login: "2");
        Assert.True(await stranger.IsClosedAsync());
        using var known = await desk.DialAsync();
        await known.HelloAsync();
        await known.ReadAsync("welcome");
    }

    [Fact]
    public async Task Peer_ThatSaysNothing_IsClosedAfterTheDeadline()
    {
        var timers = new ManualTimeProvider(BridgeHarness.Start);
        await using var desk = new BridgeHarness(timers: timers);
        using var peer = await desk.DialAsync();
        timers.Advance(TimeSpan.FromMilliseconds(4_900));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => peer.ReadLineAsync(limitMs: 50));
        timers.Advance(TimeSpan.FromMilliseconds(200));
        Assert.True(await peer.IsClosedAsync());
    }

    [Fact]
    public async Task Peers_BeyondTheLimit_AreClosedAtOnce()
    {
        var options = BridgeInstruments.Options();
        options.MaxPendingPeers = 2;
        await using var desk = new BridgeHarness(options);
        using var first = await desk.DialAsync();
        using var second = await desk.DialAsync();
        using var third = await desk.DialAsync();
        Assert.Equal("", third.Nonce);
    }

    [Fact]
    public async Task Ticks_FromServerTime_ArePublishedInUtc()
    {
        await using var desk = new BridgeHarness();
        using var peer = await LivePeerAsync(desk);
        await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[{Tick(NowMs + 10_800_000 - 5, 2410.11, 2410.35)}]""");
        await Eventually.IsTrueAsync(() => desk.Sink.TicksOf(0).Count == 1, "a tick");
        var tick = desk.Sink.TicksOf(0)[0];
        Assert.Equal(NowMs - 5, tick.OccurredAt.UnixMilliseconds);
        Assert.Equal((2410.11, 2410.35, Venue.Mt5, false), (tick.Bid, tick.Ask, tick.Venue, tick.Backfilled));
        Assert.Equal(FeedNoticeKind.Live, desk.Sink.NoticesOf(0).Single().Kind);
    }

    [Fact]
    public async Task SymbolThatTheTerminalLacks_IsNamed_AndDoesNotHoldUpTheOthers()
    {
        await using var desk = new BridgeHarness();
        using var peer = await desk.DialAsync();
        await peer.HelloAsync();
        await peer.ReadAsync("welcome");
        await peer.SendMessageAsync("ticks", ""","s":"XAUUSDm","more":false,"k":[]""");
        await Eventually.IsTrueAsync(() => desk.Feed.Status.Connection == FeedConnection.Live, "the feed is live");
        Assert.Contains("has not sent GBPJPYm yet", desk.Feed.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OversizeLine_EndsTheSession()
    {
        await using var desk = new BridgeHarness();
        using var peer = await LivePeerAsync(desk);
        await peer.SendAsync("{\"v\":1,\"t\":\"" + new string('x', 70_000));
        Assert.True(await peer.IsClosedAsync());
        await Eventually.IsTrueAsync(() => desk.Sink.NoticesOf(0)[^1].Kind == FeedNoticeKind.Interrupted, "interrupted");
        Assert.Contains("line too long", desk.Feed.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GarbageLines_AreCountedUntilTheyAreTooMany()
    {
        await using var desk = new BridgeHarness();
        using var peer = await LivePeerAsync(desk);
        for (var i = 1; i < desk.Options.MaxMalformedLines; i++)
        {
            await peer.SendAsync("garbage\n");
        }

        await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[{Tick(NowMs + 10_800_000, 1, 2)}]""");
        await Eventually.IsTrueAsync(() => desk.Sink.TicksOf(0).Count == 1, "the tick after the garbage");
        Assert.Equal(desk.Options.MaxMalformedLines - 1, desk.Feed.Status.Discards["malformed"]);
        await peer.SendAsync("garbage\n");
        Assert.True(await peer.IsClosedAsync());
    }

    [Fact]
    public async Task SequenceGap_AsksForTheTicksAgain()
    {
        await using var desk = new BridgeHarness();
        using var peer = await LivePeerAsync(desk);
        var serverMs = NowMs + 10_800_000;
        await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[{Tick(serverMs - 100, 1, 2)},{Tick(serverMs - 100, 1, 3)}]""");
        await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[{Tick(serverMs - 10, 5, 6)}]""", skip: 1);
        Assert.Equal("snap", (await peer.ReadAsync("cmd")).GetProperty("op").GetString());
        var request = await peer.ReadAsync("cmd");
        Assert.Equal(("ticks", "XAUUSDm", serverMs - 100), (request.GetProperty("op").GetString(), request.GetProperty("s").GetString(), request.GetProperty("from").GetInt64()));
        var id = request.GetProperty("id").GetString();

        // A live line that was on its way, then the replay: both ticks known already, the lost one, the one that came with the gap.
        await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[{Tick(serverMs - 5, 7, 8)}]""");
        await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","id":"{id}","from":{serverMs - 100},"more":true,"k":[{Tick(serverMs - 100, 1, 2)},{Tick(serverMs - 100, 1, 3)},{Tick(serverMs - 100, 1, 4)}]""");
        await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","id":"{id}","from":{serverMs - 100},"more":false,"k":[{Tick(serverMs - 50, 3, 4)},{Tick(serverMs - 10, 5, 6)},{Tick(serverMs - 5, 7, 8)}]""");
        await Eventually.IsTrueAsync(() => desk.Sink.NoticesOf(0).Count == 3, "live again");
        Assert.Equal([(1, 2), (1, 3), (1, 4), (3, 4), (5, 6), (7, 8)], desk.Sink.TicksOf(0).Select(tick => ((int)tick.Bid, (int)tick.Ask)));
        Assert.Equal([FeedNoticeKind.Live, FeedNoticeKind.Interrupted, FeedNoticeKind.Live], desk.Sink.NoticesOf(0).Select(notice => notice.Kind));
        Assert.Equal([false, false, true, true, true, true], desk.Sink.TicksOf(0).Select(tick => tick.Backfilled));
    }

    [Fact]
    public async Task RepeatedLine_IsDiscardedAsDuplicate()
    {
        await using var desk = new BridgeHarness();
        using var peer = await LivePeerAsync(desk);
        var line = $$"""{"v":1,"t":"ticks","seq":4,"s":"XAUUSDm","k":[{{Tick(NowMs + 10_800_000, 1, 2)}}]}""" + "\n";
        await peer.SendAsync(line + line);
        await Eventually.IsTrueAsync(() => desk.Feed.Status.Discards["duplicate"] == 1, "the duplicate is counted");
        Assert.Single(desk.Sink.TicksOf(0));
    }

    [Fact]
    public async Task SecondSession_OfTheSameAccount_ReplacesTheFirst()
    {
        await using var desk = new BridgeHarness();
        using var first = await LivePeerAsync(desk);
        using var second = await desk.DialAsync();
        await second.HelloAsync();
        await second.ReadAsync("welcome");
        Assert.True(await first.IsClosedAsync());
        Assert.Equal(FeedNoticeKind.Interrupted, desk.Sink.NoticesOf(0)[^1].Kind);
        await second.CatchUpAsync();
        await Eventually.IsTrueAsync(() => desk.Sink.NoticesOf(0)[^1].Kind == FeedNoticeKind.Live, "live again");
        Assert.Equal(1, desk.Feed.Status.Reconnects);
    }

    [Fact]
    public async Task SecondSession_OfAnotherAccount_IsRefusedWhileTheFirstLives()
    {
        await using var desk = new BridgeHarness();
        using var first = await LivePeerAsync(desk);
        using var other = await desk.DialAsync();
        await other.HelloAsync(login: "2");
        Assert.True(await other.IsClosedAsync());
        Assert.Equal(FeedConnection.Live, desk.Feed.Status.Connection);
    }

    [Fact]
    public async Task SilentTerminal_IsClosedAfterThreeHeartbeats_AndOneThatBeatsIsNot()
    {
        var timers = new ManualTimeProvider(BridgeHarness.Start);
        await using var desk = new BridgeHarness(timers: timers);
        using var peer = await LivePeerAsync(desk);
        for (var second = 0; second < 10; second++)
        {
            await peer.SendMessageAsync("hb", ""","srvOff":10800""");
            await Eventually.IsTrueAsync(() => desk.Feed.Status.Messages == 3 + second, "the heartbeat is read");
            timers.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await peer.ReadLineAsync() is not null, desk.Feed.Status.Detail);
        }

        var seconds = 0;
        for (; seconds < 10 && desk.Feed.Status.Connection == FeedConnection.Live; seconds++)
        {
            timers.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }

        Assert.InRange(seconds, 2, 5);
        Assert.Contains("no heartbeat", desk.Feed.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(FeedNoticeKind.Interrupted, desk.Sink.NoticesOf(1)[^1].Kind);
    }

    [Fact]
    public async Task Descriptions_AreKept_AndAnotherContractIsShown()
    {
        await using var desk = new BridgeHarness();
        using var peer = await LivePeerAsync(desk);
        const string Spec = ""","digits":2,"point":0.01,"tickSize":0.01,"tickValue":1.0,"contract":10,"vMin":0.01,"vMax":50,"vStep":0.01,"stops":20,"freeze":0,"fill":2,"exec":"market","mode":"full","ccyP":"USD","ccyM":"XAU" """;
        await peer.SendMessageAsync("spec", ""","s":"XAUUSDm" """ + Spec);
        await peer.SendMessageAsync("acct", ""","bal":10000.0,"eq":10012.4,"margin":88.1,"free":9924.3,"lvl":11364.8,"credit":0,"tradeAllowed":true""");
        await Eventually.IsTrueAsync(() => desk.Feed.Account is not null, "the account");
        Assert.Equal(10012.4m, desk.Feed.Account!.Equity);
        Assert.Equal((new Symbol("XAUUSD"), 10m, 20), (desk.Feed.Specs[0].Symbol, desk.Feed.Specs[0].ContractSize, desk.Feed.Specs[0].StopsLevelPoints));
        Assert.Contains("the broker's contract is 10", desk.Feed.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OffTicks_AreBackfilledWhenLate_DiscardedWhenImpossible()
    {
        await using var desk = new BridgeHarness();
        using var peer = await LivePeerAsync(desk);
        var serverMs = NowMs + 10_800_000;
        await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[{Tick(serverMs - 3_600_000, 1, 2)},{Tick(serverMs - 20_000, 3, 4)},{Tick(serverMs + 20_000, 5, 6)},{Tick(serverMs, 7, 8)}]""");
        await Eventually.IsTrueAsync(() => desk.Sink.TicksOf(0).Count == 2, "two ticks");
        Assert.Equal([(3.0, true), (7.0, false)], desk.Sink.TicksOf(0).Select(tick => (tick.Bid, tick.Backfilled)));
        Assert.Equal((1, 1), (desk.Feed.Status.Discards["stale"], desk.Feed.Status.Discards["future"]));
    }

    internal static async Task<TestPeer> LivePeerAsync(BridgeHarness desk)
    {
        var peer = await desk.DialAsync();
        await peer.HelloAsync();
        await peer.ReadAsync("welcome");
        Assert.Equal("snap", (await peer.ReadAsync("cmd")).GetProperty("op").GetString());
        await peer.CatchUpAsync();
        await desk.WaitUntilLiveAsync();
        return peer;
    }
}
