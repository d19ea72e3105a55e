using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation.Protocol;

namespace TradingDesk.Tests.Feeds.Simulation.Protocol;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Trades = "/stream?streams=btcusdt@aggTrade";
    private readonly ServerUnderTest _server = new(speed: 40, options => (options.PingIntervalSeconds, options.PongTimeoutSeconds) = (0.2, 0.3));

    private SimulatorFaults Faults => _server.Server.Faults;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Disconnect_CutsEverySocket_AndANewOneIsServed()
    {
        using var first = await _server.ConnectAsync(Trades);
        await first.ReceiveAsync(5);
        Faults.DisconnectNow();
        Assert.Null(await first.ReceiveUntilAsync(_ => false));
        using var second = await _server.ConnectAsync(Trades);
        await second.ReceiveAsync(5);
        Assert.Equal(1, Faults[SimulatorFault.Disconnect]);
    }

    [Fact]
    public async Task DisconnectEvery_CutsAgainAndAgain()
    {
        Faults.Settings = new FaultSettings { DisconnectEvery = TimeSpan.FromSeconds(8) };
        for (var i = 0; i < 3; i++)
        {
            using var socket = await _server.ConnectAsync(Trades);
            Assert.Null(await socket.ReceiveUntilAsync(_ => false));
        }

        Assert.True(Faults[SimulatorFault.Disconnect] >= 3);
    }

    [Fact]
    public async Task Gap_LosesFramesWithoutDisconnect()
    {
        using var socket = await _server.ConnectAsync(Trades);
        var before = Id(await socket.ReceiveAsync());
        Faults.Lose(TimeSpan.FromSeconds(10));
        var previous = before;
        long missing = 0;
        while (missing == 0)
        {
            var id = Id(await socket.ReceiveAsync());
            missing = id - previous - 1;
            previous = id;
        }

        Assert.True(missing > 3);
        Assert.True(Faults[SimulatorFault.Gap] >= missing);
    }

    [Fact]
    public async Task Duplicates_AsManyAsCounted()
    {
        using var socket = await _server.ConnectAsync(Trades);
        Faults.Settings = new FaultSettings { DuplicateFraction = 0.3 };
        var ids = (await socket.ReceiveAsync(300)).Select(m => Id(m)).ToArray();
        var repeated = ids.Length - ids.Distinct().Count();
        Assert.InRange(repeated, 30, 110);
        Assert.InRange(Faults[SimulatorFault.Duplicate], repeated, repeated + 20);
    }

    [Fact]
    public async Task Late_FramesComeAfterTheirSuccessors_NoneIsLost()
    {
        using var socket = await _server.ConnectAsync(Trades);
        Faults.Settings = new FaultSettings { LateFraction = 0.1, LateBy = TimeSpan.FromSeconds(3) };
        var ids = (await socket.ReceiveAsync(300)).Select(m => Id(m)).ToArray();
        Assert.Contains(ids.Zip(ids.Skip(1)), pair => pair.Second < pair.First);
        var settled = ids.Order().Take(200).ToArray();
        Assert.Equal(settled[0] + 199, settled[^1]);
        Assert.True(Faults[SimulatorFault.Late] > 10);
    }

    [Fact]
    public async Task Shuffle_OrderIsLost_WithinTheWindow()
    {
        using var socket = await _server.ConnectAsync(Trades);
        Faults.Settings = new FaultSettings { ShuffleFraction = 0.5, ShuffleWindow = TimeSpan.FromSeconds(2) };
        var times = (await socket.ReceiveAsync(300)).Select(m => m.GetProperty("data").GetProperty("T").GetInt64()).ToArray();
        Assert.Contains(times.Zip(times.Skip(1)), pair => pair.Second < pair.First);
        var latest = times[0];
        foreach (var time in times)
        {
            // Beyond the window only by how long a busy machine may hold the server up (1.5 s at 40x).
            Assert.True(time > latest - 60_000, $"{latest - time} ms late");
            latest = Math.Max(latest, time);
        }
    }

    [Fact]
    public async Task CrossedQuote_ExactlyAsOften()
    {
        using var socket = await _server.ConnectAsync("/ws/btcusdt@bookTicker");
        Faults.CrossQuotes(3);
        var quotes = await socket.ReceiveAsync(100);
        Assert.Equal(3, quotes.Count(q => Amount(q, "b") > Amount(q, "a")));
        Assert.Equal(3, Faults[SimulatorFault.CrossedQuote]);
    }

    [Fact]
    public async Task PriceSpike_ExactlyAsOften()
    {
        using var socket = await _server.ConnectAsync("/ws/btcusdt@aggTrade");
        Faults.SpikePrices(2, 1_000);
        var prices = (await socket.ReceiveAsync(100)).Select(t => Amount(t, "p")).ToArray();
        Assert.Equal(2, prices.Count(p => p > 10_000_000));
    }

    [Fact]
    public async Task WideSpread_WidensQuotes()
    {
        using var socket = await _server.ConnectAsync("/ws/btcusdt@bookTicker");
        var normal = (await socket.ReceiveAsync(30)).Average(q => Amount(q, "a") - Amount(q, "b"));
        Faults.Settings = new FaultSettings { SpreadFactor = 10 };
        Assert.NotNull(await socket.ReceiveUntilAsync(q => Amount(q, "a") - Amount(q, "b") > 5 * normal));
        Assert.True((await socket.ReceiveAsync(30)).Average(q => Amount(q, "a") - Amount(q, "b")) > 5 * normal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(418)]
    public async Task Rejection_NextRequestsWithRetryAfter_ThenServedAgain(int status)
    {
        Faults.RejectRequests(2, status, 7);
        for (var i = 0; i < 2; i++)
        {
            var response = await _server.Http.GetAsync("/api/v3/time");
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(7, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        }

        await _server.GetAsync("/api/v3/time");
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    public async Task ClockSkew_ServerTimeAndEventTimesAreOff(int seconds)
    {
        Faults.Settings = new FaultSettings { ClockSkew = TimeSpan.FromSeconds(seconds) };
        var time = (await _server.GetAsync("/api/v3/time")).GetProperty("serverTime").GetInt64();
        Assert.InRange((time - Timestamp.Now(_server.Clock).UnixMilliseconds) / 1_000.0, seconds - 80, seconds + 1);
        using var socket = await _server.ConnectAsync("/ws/btcusdt@aggTrade");
        var trade = (await socket.ReceiveAsync())!.Value;
        Assert.InRange((trade.GetProperty("T").GetInt64() - Timestamp.Now(_server.Clock).UnixMilliseconds) / 1_000.0, seconds - 80, seconds + 1);
    }

    [Fact]
    public async Task Frozen_NothingComes_ThenItGoesOn()
    {
        using var socket = await _server.ConnectAsync(Trades);
        await socket.ReceiveAsync(3);
        Faults.Settings = new FaultSettings { IsFrozen = true };
        var pending = socket.ReceiveAsync();
        while (await Task.WhenAny(pending, Task.Delay(400)) == pending)
        {
            // What had been sent before.
            Assert.NotNull(await pending);
            pending = socket.ReceiveAsync();
        }

        Assert.Equal(1, _server.Server.Sockets);
        Assert.True(Faults[SimulatorFault.Frozen] > 0);
        Faults.Clear();
        Assert.NotNull(await pending);
    }

    [Fact]
    public async Task IgnoredPongs_CutTheSocket()
    {
        Faults.Settings = new FaultSettings { IgnoresPongs = true };
        using var socket = await _server.ConnectAsync(Trades);
        Assert.Null(await socket.ReceiveUntilAsync(_ => false));
        Assert.True(Faults[SimulatorFault.IgnoredPong] >= 1);
    }

    [Fact]
    public async Task NoPong_ClientThatDoesNotRead_IsCut()
    {
        // The pong of a .NET client is sent only while it receives.
        using var deaf = await _server.ConnectAsync("/ws");
        await Until(() => _server.Server.Sockets == 1);
        await Until(() => _server.Server.Sockets == 0);
    }

    [Fact]
    public async Task Pongs_ClientThatReads_Stays()
    {
        using var socket = await _server.ConnectAsync(Trades);
        var until = Environment.TickCount64 + 1_200;
        while (Environment.TickCount64 < until)
        {
            Assert.NotNull(await socket.ReceiveAsync());
        }
    }

    [Fact]
    public async Task Shutdown_IsAnnouncedInBothForms_ThenOldSocketsAreClosed()
    {
        using var combined = await _server.ConnectAsync("/stream?streams=btcusdt@kline_1m");
        using var raw = await _server.ConnectAsync("/ws/btcusdt@kline_1m");
        await Until(() => _server.Server.Sockets == 2);
        Faults.ShutDown();
        var announced = await combined.ReceiveUntilAsync(m => m.GetProperty("stream").GetString() == "!serverShutdown");
        Assert.Equal("serverShutdown", announced!.Value.GetProperty("data").GetProperty("e").GetString());
        Assert.NotNull(await raw.ReceiveUntilAsync(m => m.GetProperty("e").GetString() == "serverShutdown"));
        _server.Clock.SetSpeed(1_000);
        Assert.Null(await combined.ReceiveUntilAsync(_ => false));
        using var next = await _server.ConnectAsync(Trades);
        await next.ReceiveAsync(3);
    }

    [Fact]
    public async Task Route_PostSetsFaults_GetCounts()
    {
        var response = await _server.Http.PostAsync("/sim/faults", Json("{\"rejectRequests\":1,\"rejectStatus\":418,\"duplicateFraction\":0.25}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0.25, Faults.Settings.DuplicateFraction);
        Assert.Equal(418, (int)(await _server.Http.GetAsync("/api/v3/ping")).StatusCode);
        Assert.Equal(1, (await _server.GetAsync("/sim/faults")).GetProperty("rejectedRequest").GetInt32());
        await _server.Http.PostAsync("/sim/faults", Json("{\"clear\":true}"));
        Assert.Equal(new FaultSettings(), Faults.Settings);
    }

    [Theory]
    [InlineData("{\"duplicateFraction\":2}")]
    [InlineData("{\"unknown\":true}")]
    [InlineData("{\"rejectRequests\":1,\"rejectStatus\":500}")]
    [InlineData("nonsense")]
    public async Task Route_BadCommand_IsRefused(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _server.Http.PostAsync("/sim/faults", Json(body))).StatusCode);
        Assert.Equal(new FaultSettings(), Faults.Settings);
    }

    [Fact]
    public async Task Route_FromAWebPage_IsRefused()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/sim/faults") { Content = Json("{\"frozen\":true}") };
        request.Headers.Add("Origin", "https://example.com");
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.Http.SendAsync(request)).StatusCode);
        request = new HttpRequestMessage(HttpMethod.Post, "/sim/faults") { Content = Json("{\"frozen\":true}") };
        request.Headers.Host = "desk.example.com";
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.Http.SendAsync(request)).StatusCode);
        Assert.False(Faults.Settings.IsFrozen);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 200 && !condition(); i++)
        {
            await Task.Delay(25);
        }

        Assert.True(condition());
    }

    private static long Id(JsonElement? message) => message!.Value.GetProperty("data").GetProperty("a").GetInt64();

    private static decimal Amount(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
