using System.Net.WebSockets;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>RELIABILITY T13: whatever happens to the connection, attempts stay a second apart, nothing is subscribed twice and no trade is lost or doubled.</summary>
public sealed class FeedConnectionTests
{
    [Fact]
    public async Task Run_DroppedAgainAndAgain_PacedAndWhole()
    {
        await using var harness = await FeedHarness.StartAsync(speed: 50);
        await harness.ConnectedAsync();
        await harness.Server.TradeAsync(1);
        await harness.ReceivedAsync(1);
        for (var i = 0; i < 15; i++)
        {
            await harness.ConnectedAsync();
            await harness.Server.TradeAsync(5);
            harness.Server.Drop();
            await harness.Server.TradeAsync(5);
            await harness.UntilAsync(() => harness.Feed.Status.Reconnects > i, "reconnected");
        }

        await harness.ConnectedAsync();
        await harness.Server.TradeAsync(1);
        await harness.ReceivedAsync(152);
        Assert.Equal(Enumerable.Range(1, 152).Select(id => (long)id), harness.Trades().Select(t => t.Sequence));
        AssertPaced(harness.Server);
        Assert.Equal(1, harness.Server.MostAtOnce);
        Assert.Single(harness.Server.Attempts.Select(a => a.Query).Distinct());
    }

    [Fact]
    public async Task Run_ServerShutdownNotice_NewSocketBeforeTheOldGoes()
    {
        await using var harness = await FeedHarness.StartAsync();
        await harness.ConnectedAsync();
        await harness.Server.TradeAsync(10);
        await harness.ReceivedAsync(10);
        await harness.Server.SendShutdownAsync();
        await harness.UntilAsync(() => harness.Server.Open == 2, "second socket beside the first");
        await harness.Server.TradeAsync(10);
        await harness.UntilAsync(() => harness.Server.Open == 1, "first socket gone");
        await harness.Server.TradeAsync(10);
        await harness.ReceivedAsync(30);

        Assert.Equal(Enumerable.Range(1, 30).Select(id => (long)id), harness.Trades().Select(t => t.Sequence));
        Assert.DoesNotContain(harness.Notices(), n => n.Kind == FeedNoticeKind.Interrupted);
        Assert.DoesNotContain(harness.Trades(), t => t.Backfilled);
        Assert.Equal(2, harness.Server.MostAtOnce);
        AssertPaced(harness.Server);
    }

    [Fact]
    public async Task Run_OldAge_RolledOverWithoutInterruption()
    {
        await using var harness = await FeedHarness.StartAsync(speed: 100, o => o.RolloverHours = 0.01);
        await harness.ConnectedAsync();
        var sent = 0;
        await harness.UntilAsync(
            () =>
            {
                harness.Server.TradeAsync(1).GetAwaiter().GetResult();
                sent++;
                return harness.Feed.Status.Reconnects >= 2 && harness.Server.Open == 1;
            },
            "rolled over twice");
        await harness.Server.TradeAsync(1);
        await harness.ReceivedAsync(sent + 1);
        Assert.Equal(Enumerable.Range((int)harness.Trades()[0].Sequence, harness.Trades().Count).Select(id => (long)id), harness.Trades().Select(t => t.Sequence));
        Assert.DoesNotContain(harness.Notices(), n => n.Kind == FeedNoticeKind.Interrupted);
    }

    [Fact]
    public async Task Run_HalfOpenConnection_GivenUpAndReplaced()
    {
        await using var harness = await FeedHarness.StartAsync(speed: 20, o => o.SocketIdleSeconds = 5);
        await harness.UntilAsync(() => harness.Server.Attempts.Count >= 2, "a second attempt after silence");
        var gaps = harness.Server.Attempts.Zip(harness.Server.Attempts.Skip(1), (a, b) => b.At - a.At);
        Assert.All(gaps, gap => Assert.True(gap >= TimeSpan.FromSeconds(5), $"{gap}"));
    }

    [Fact]
    public async Task Run_StaleStream_ConnectionRenewed()
    {
        await using var harness = await FeedHarness.StartAsync(speed: 20, o => o.Symbols[0].StaleAfterSeconds = 4);
        await harness.ConnectedAsync();
        await harness.UntilAsync(() => harness.Feed.Status.Detail.Contains("silent", StringComparison.Ordinal), "the silence is said");
        await harness.UntilAsync(() => harness.Server.Attempts.Count >= 2, "a new connection is tried");
        Assert.DoesNotContain(harness.Notices(), n => n.Kind == FeedNoticeKind.Interrupted);
    }

    [Fact]
    public async Task Run_HandshakeRefusedWith429_RetryAfterObeyed()
    {
        await using var harness = await FeedHarness.StartAsync();
        await harness.ConnectedAsync();
        harness.Server.Refusals.Enqueue((429, 12));
        harness.Server.Drop();
        await harness.UntilAsync(() => harness.Server.Attempts.Count >= 3, "an attempt after the refused one");
        var attempts = harness.Server.Attempts.ToArray();
        Assert.True(attempts[2].At - attempts[1].At >= TimeSpan.FromSeconds(12), $"{attempts[2].At - attempts[1].At}");
    }

    [Fact]
    public async Task Run_ServerPings_AnsweredWhileReceiving()
    {
        await using var harness = await FeedHarness.StartAsync(speed: 1, pingEvery: TimeSpan.FromMilliseconds(100));
        await harness.ConnectedAsync();
        await Task.Delay(1_200);
        Assert.Single(harness.Server.Attempts);
        Assert.Equal(1, harness.Server.Open);
    }

    /// <summary>The planted bug: a client that stops receiving answers no ping and is cut off by the same server.</summary>
    [Fact]
    public async Task Server_ClientThatDoesNotReceive_IsCutOff()
    {
        await using var server = await BinanceTestServer.StartAsync(TimeProvider.System, pingEvery: TimeSpan.FromMilliseconds(100));
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri(server.StreamUrl, "/stream?streams=btcusdt@aggTrade"), CancellationToken.None);
        for (var i = 0; i < 200 && server.Open == 0; i++)
        {
            await Task.Delay(5);
        }

        for (var i = 0; i < 600 && server.Open > 0; i++)
        {
            await Task.Delay(5);
        }

        Assert.Equal(0, server.Open);
    }

    [Fact]
    public async Task Pacer_ManyAttemptsAtOnce_OneASecond()
    {
        var clock = new ManualTimeProvider();
        using var pacer = new ConnectionPacer(clock);
        var times = await PaceAsync(clock, wait: () => pacer.WaitAsync(TimeSpan.Zero, CancellationToken.None));
        Assert.Empty(TooSoon(times));
    }

    /// <summary>The planted bug: back-off alone, from a small first wait, tries more often than once a second; the same check must see it.</summary>
    [Fact]
    public async Task Pacer_BackoffAlone_IsCaught()
    {
        var clock = new ManualTimeProvider();
        var backoff = new Backoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new SeededJitter(1));
        var times = await PaceAsync(clock, wait: () => Task.Delay(backoff.Next(), clock));
        Assert.NotEmpty(TooSoon(times));
    }

    [Fact]
    public void Backoff_Failures_DoubleToTheLongestWithJitter()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new SeededJitter(1));
        Assert.Equal(TimeSpan.Zero, backoff.Next());
        double[] whole = [0.5, 1, 2, 4, 8, 16, 30, 30];
        Assert.All(whole, seconds => Assert.InRange(backoff.Next().TotalSeconds, seconds / 2, seconds));
    }

    private static async Task<List<TimeSpan>> PaceAsync(ManualTimeProvider clock, Func<Task> wait)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            var waiting = wait();
            while (!waiting.IsCompleted)
            {
                clock.Advance(TimeSpan.FromMilliseconds(10));
                await Task.Yield();
            }

            await waiting;
            times.Add(clock.GetElapsedTime(0));
        }

        return times;
    }

    private static List<TimeSpan> TooSoon(List<TimeSpan> times) =>
        [.. times.Zip(times.Skip(1), (a, b) => b - a).Where(gap => gap < TimeSpan.FromSeconds(1))];

    /// <summary>The server sees an attempt a little after it was made, and not each equally late; a tenth of a second allows for that.</summary>
    private static void AssertPaced(BinanceTestServer server)
    {
        var gaps = server.Attempts.Zip(server.Attempts.Skip(1), (a, b) => b.At - a.At);
        Assert.All(gaps, gap => Assert.True(gap >= TimeSpan.FromSeconds(0.5), $"Attempts {gap} apart."));
    }
}
