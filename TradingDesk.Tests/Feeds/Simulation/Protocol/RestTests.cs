using System.Globalization;
using System.Net;
using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Feeds.Simulation.Protocol;

public sealed class RestTests : IAsyncLifetime
{
    private readonly ServerUnderTest _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/api/v3/ping")]
    [InlineData("/fapi/v1/ping")]
    [InlineData("/api/v3/exchangeInfo")]
    [InlineData("/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22%5D")]
    [InlineData("/fapi/v1/exchangeInfo")]
    [InlineData("/api/v3/depth?symbol=BTCUSDT&limit=5000")]
    [InlineData("/fapi/v1/depth?symbol=XAUUSDT&limit=1000")]
    [InlineData("/api/v3/trades?symbol=BTCUSDT")]
    [InlineData("/api/v3/ticker/bookTicker")]
    [InlineData("/api/v3/ticker/price?symbol=BTCUSDT")]
    [InlineData("/api/v3/ticker/24hr?symbol=BTCUSDT")]
    [InlineData("/api/v3/avgPrice?symbol=BTCUSDT")]
    [InlineData("/fapi/v1/premiumIndex?symbol=XAUUSDT")]
    [InlineData("/fapi/v1/ticker/bookTicker?symbol=XAUUSDT")]
    [InlineData("/fapi/v1/klines?symbol=XAUUSDT&interval=15m&limit=1500")]
    [InlineData("/api/v3/klines?symbol=BTCUSDT&interval=1w")]
    public async Task Get_KnownPath_AnswersJsonWithWeight(string path)
    {
        var response = await _server.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(int.Parse(response.Headers.GetValues("X-MBX-USED-WEIGHT-1M").Single(), CultureInfo.InvariantCulture) > 0);
        JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/v3/klines?symbol=XAUUSDT&interval=1m", 400, -1121)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m", 400, -1121)]
    [InlineData("/api/v3/klines?symbol=BTCUSDT&interval=7m", 400, -1120)]
    [InlineData("/api/v3/klines?interval=1m", 400, -1102)]
    [InlineData("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=x", 400, -1100)]
    [InlineData("/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=-5", 400, -1100)]
    [InlineData("/api/v3/nothing", 404, -1000)]
    [InlineData("/elsewhere", 404, -1000)]
    public async Task Get_BadRequest_AnswersCodeAndMessage(string path, int status, int code)
    {
        var response = await _server.Http.GetAsync(path);
        Assert.Equal(status, (int)response.StatusCode);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(code, body.GetProperty("code").GetInt32());
        Assert.NotEmpty(body.GetProperty("msg").GetString()!);
    }

    [Fact]
    public async Task Time_IsTheSimulatedClock()
    {
        var time = await _server.GetAsync("/api/v3/time");
        var now = Timestamp.Now(_server.Clock).UnixMilliseconds;
        Assert.InRange(time.GetProperty("serverTime").GetInt64(), now - 20_000, now);
    }

    [Theory]
    [InlineData("/api/v3", "BTCUSDT", "1m")]
    [InlineData("/api/v3", "BTCUSDT", "1s")]
    [InlineData("/api/v3", "BTCUSDT", "5m")]
    [InlineData("/fapi/v1", "XAUUSDT", "3m")]
    public async Task Klines_EqualAggregationOfAggTrades(string root, string symbol, string interval)
    {
        var from = (_server.Market.StartAt - TimeSpan.FromMinutes(90)).UnixMilliseconds;
        var klines = (await _server.GetAsync($"{root}/klines?symbol={symbol}&interval={interval}&startTime={from}&limit=4")).EnumerateArray().ToArray();
        Assert.Equal(4, klines.Length);
        Assert.Equal(from, klines[0][0].GetInt64());
        foreach (var kline in klines)
        {
            var trades = await TradesAsync(root, symbol, kline[0].GetInt64(), kline[6].GetInt64());
            Assert.Equal(trades.Sum(t => Amount(t, "q")), Amount(kline[5]));
            Assert.Equal(trades.Sum(t => Amount(t, "p") * Amount(t, "q")), Amount(kline[7]));
            Assert.Equal(trades.Where(t => !t.GetProperty("m").GetBoolean()).Sum(t => Amount(t, "q")), Amount(kline[9]));
            Assert.Equal(trades.Sum(t => t.GetProperty("l").GetInt64() - t.GetProperty("f").GetInt64() + 1), kline[8].GetInt64());
            if (trades.Count > 0)
            {
                Assert.Equal(Amount(trades[0], "p"), Amount(kline[1]));
                Assert.Equal(trades.Max(t => Amount(t, "p")), Amount(kline[2]));
                Assert.Equal(trades.Min(t => Amount(t, "p")), Amount(kline[3]));
                Assert.Equal(Amount(trades[^1], "p"), Amount(kline[4]));
            }
        }
    }

    [Fact]
    public async Task Klines_HigherInterval_AggregatesLower_AndTheLastIsForming()
    {
        var hours = (await _server.GetAsync("/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=2")).EnumerateArray().ToArray();
        var open = hours[0][0].GetInt64();
        var minutes = (await _server.GetAsync($"/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime={open}&endTime={hours[0][6].GetInt64()}&limit=1000")).EnumerateArray().ToArray();
        Assert.Equal(60, minutes.Length);
        Assert.Equal(minutes.Sum(m => Amount(m[5])), Amount(hours[0][5]));
        Assert.Equal(minutes.Max(m => Amount(m[2])), Amount(hours[0][2]));
        Assert.Equal(Amount(minutes[^1][4]), Amount(hours[0][4]));
        Assert.True(hours[1][6].GetInt64() > Timestamp.Now(_server.Clock).UnixMilliseconds);
    }

    [Fact]
    public async Task Klines_History_ReachesBackAsConfigured_AndNotIntoTheFuture()
    {
        var first = (await _server.GetAsync("/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=0&limit=1")).EnumerateArray().Single();
        Assert.Equal(_server.Market.HistoryFrom.UnixMilliseconds, first[0].GetInt64());
        var future = (_server.Market.StartAt + TimeSpan.FromDays(2)).UnixMilliseconds;
        Assert.Empty((await _server.GetAsync($"/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime={future}")).EnumerateArray());
        Assert.Empty((await _server.GetAsync($"/api/v3/aggTrades?symbol=BTCUSDT&startTime={future}")).EnumerateArray());
    }

    [Fact]
    public async Task AggTrades_FromId_GivesConsecutiveIds()
    {
        var latest = (await _server.GetAsync("/api/v3/aggTrades?symbol=BTCUSDT&limit=1")).EnumerateArray().Single().GetProperty("a").GetInt64();
        var trades = (await _server.GetAsync($"/api/v3/aggTrades?symbol=BTCUSDT&fromId={latest - 2_500}&limit=1000")).EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => latest - 2_500 + i), trades.Select(t => t.GetProperty("a").GetInt64()));
        Assert.All(trades.Zip(trades.Skip(1)), pair => Assert.Equal(pair.First.GetProperty("l").GetInt64() + 1, pair.Second.GetProperty("f").GetInt64()));
    }

    [Fact]
    public async Task TimeUnit_Microseconds_OnRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v3/time");
        request.Headers.Add("X-MBX-TIME-UNIT", "MICROSECOND");
        var body = JsonDocument.Parse(await (await _server.Http.SendAsync(request)).Content.ReadAsStringAsync()).RootElement;
        Assert.InRange(body.GetProperty("serverTime").GetInt64(), 1_000_000_000_000_000, long.MaxValue);
    }

    [Fact]
    public async Task Weight_UsedUp_Answers429WithRetryAfter()
    {
        _server.Clock.SetSpeed(0.1);
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 30 && refused is null; i++)
        {
            var response = await _server.Http.GetAsync("/api/v3/depth?symbol=BTCUSDT&limit=5000");
            refused = response.StatusCode == HttpStatusCode.TooManyRequests ? response : null;
        }

        Assert.NotNull(refused);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("-1003", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_TooLargeOrNotHttp_IsRefusedAndTheServerLives()
    {
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", _server.Server.Port);
        await client.GetStream().WriteAsync(new byte[40_000].Select(_ => (byte)'a').ToArray());
        var buffer = new byte[64];
        var read = 0;
        try
        {
            read = await client.GetStream().ReadAsync(buffer);
        }
        catch (IOException)
        {
            read = 0; // a reset instead of the answer: the rest of what was sent had not been read
        }

        Assert.True(read == 0 || System.Text.Encoding.ASCII.GetString(buffer, 0, read).StartsWith("HTTP/1.1 431", StringComparison.Ordinal));
        await _server.GetAsync("/api/v3/ping");
    }

    private async Task<List<JsonElement>> TradesAsync(string root, string symbol, long from, long to)
    {
        var trades = new List<JsonElement>();
        var page = (await _server.GetAsync($"{root}/aggTrades?symbol={symbol}&startTime={from}&endTime={to}&limit=1000")).EnumerateArray().ToList();
        while (page.Count > 0)
        {
            trades.AddRange(page);
            if (page.Count < 1_000)
            {
                break;
            }

            page = [.. (await _server.GetAsync($"{root}/aggTrades?symbol={symbol}&fromId={page[^1].GetProperty("a").GetInt64() + 1}&limit=1000")).EnumerateArray()
                .Where(t => t.GetProperty("T").GetInt64() <= to)];
        }

        return trades;
    }

    private static decimal Amount(JsonElement element, string name) => Amount(element.GetProperty(name));

    private static decimal Amount(JsonElement element) => decimal.Parse(element.GetString()!, CultureInfo.InvariantCulture);
}
