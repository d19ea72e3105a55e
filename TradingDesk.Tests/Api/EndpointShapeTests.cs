using System.Net;
using System.Text.Json;
using TradingDesk.Tests.Api.Fakes;

namespace TradingDesk.Tests.Api;

/// <summary>What each route answers over a desk that is well.</summary>
public sealed class EndpointShapeTests : IAsyncLifetime
{
    private ApiServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _client = _server.ClientWith("read", "admin");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/health", "status,mode,stage,version,startedAt,components,stages,symbols,discards,queues,ports,sqliteVersion")]
    [InlineData("/status", "mode,speed,stage,shadow,kill,account,now,health,symbols")]
    [InlineData("/config", "symbols")]
    [InlineData("/config/BTCUSD", "symbol,version,since,by,reason,document")]
    [InlineData("/config/BTCUSD/history", "symbol,versions")]
    [InlineData("/shadow-mode", "enabled,symbols,since,by,reason")]
    [InlineData("/kill-switch", "level,since,by,reason,effects")]
    [InlineData("/decision-traces", "traces,nextCursor")]
    [InlineData("/decision-traces?symbol=BTCUSD&verdict=buy&from=2024-08-09T00:00:00Z&to=2024-08-10T00:00:00Z&limit=5&cursor=1", "traces")]
    [InlineData("/decision-traces/T1", "traceId,symbol,barCloseTime,verdict,shadow,gates,confidence,inputs,proposal,risk,sha256")]
    [InlineData("/api/enhanced/market-state/BTCUSD", "symbol,market_state,timestamp")]
    [InlineData("/api/enhanced/multi-timeframe/BTCUSD", "symbol,analysis,timeframes")]
    [InlineData("/api/enhanced/candles/BTCUSD/M5", "symbol,timeframe,candles,nextCursor")]
    [InlineData("/api/enhanced/ticks/BTCUSD?hoursBack=0.5", "symbol,ticks,nextCursor")]
    [InlineData("/api/enhanced/volatility-bridge/BTCUSD?limit=5", "symbol,status,missing,primaryVenue,slope,candles,nextCursor")]
    [InlineData("/api/enhanced/quality/BTCUSD?days=3", "symbol,now,days")]
    [InlineData("/api/enhanced/offset/BTCUSD?hoursBack=24", "symbol,current,lastStep,history")]
    [InlineData("/api/enhanced/structure/BTCUSD/M5", "symbol,timeframe,swings,breaks,orderBlocks,fairValueGaps,liquidity,liveBreaks")]
    [InlineData("/api/enhanced/calendar?currency=USD&importance=high&from=2024-08-01&to=2024-09-01", "asOf,source,stale,events")]
    [InlineData("/api/enhanced/macro?hoursBack=168", "asOf,source,stale,readings,history")]
    [InlineData("/symbols", "symbols")]
    [InlineData("/positions", "positions")]
    [InlineData("/orders?symbol=BTCUSD", "orders")]
    [InlineData("/fills?symbol=BTCUSD&limit=5", "fills")]
    [InlineData("/scheduler", "status,jobs")]
    [InlineData("/openapi/v1.json", "openapi,paths,components")]
    public async Task Get_WellDesk_HasTheContractsMembers(string path, string members)
    {
        var body = await _client.GetJsonAsync(path);

        foreach (var member in members.Split(','))
        {
            Assert.True(body.TryGetProperty(member, out _), $"{path} lacks {member}: {body}");
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Probe_WithoutKey_Is200WhenWellAnd503WhenNot(string path)
    {
        using var client = _server.Client();
        await client.GetJsonAsync(path);

        (_server.Desk.HealthStatus, _server.Desk.PipelineStatus) = ("unhealthy", "unhealthy");

        await client.GetJsonAsync(path, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Candles_Page_IsOldestFirstWithTheFormingOneMarked()
    {
        var first = await _client.GetJsonAsync("/api/enhanced/candles/BTCUSD/M1?limit=100");
        var candles = first.GetProperty("candles").EnumerateArray().ToList();

        Assert.Equal(101, candles.Count);
        Assert.False(candles[^1].GetProperty("closed").GetBoolean());
        Assert.All(candles.SkipLast(1), candle => Assert.True(candle.GetProperty("closed").GetBoolean()));
        Assert.Equal("2024-08-09T11:59:00Z", candles[^2].GetProperty("openTime").GetString());
        Assert.Equal("2024-08-09T12:00:00Z", candles[^2].GetProperty("closeTime").GetString());
        Assert.Equal("filled", candles[0].GetProperty("flags")[0].GetString());

        var times = candles.Select(OpenTime).ToList();
        for (var cursor = first.GetProperty("nextCursor").GetString(); cursor is not null;)
        {
            var page = await _client.GetJsonAsync($"/api/enhanced/candles/BTCUSD/M1?limit=100&cursor={cursor}");
            times.InsertRange(0, page.GetProperty("candles").EnumerateArray().Select(OpenTime));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(251, times.Count);
        Assert.Equal(times.Distinct().Order(StringComparer.Ordinal), times);

        static string OpenTime(JsonElement candle) => candle.GetProperty("openTime").GetString()!;
    }

    [Fact]
    public async Task Ticks_Pages_HoldEveryRowOnce()
    {
        var rows = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _client.GetJsonAsync($"/api/enhanced/ticks/BTCUSD?from=2024-08-09T11:50:00Z&to=2024-08-09T12:00:00Z&limit=101{(cursor is null ? "" : "&cursor=" + cursor)}");
            rows.AddRange(page.GetProperty("ticks").EnumerateArray().Select(row => $"{row.GetProperty("time")} {row.GetProperty("source")}"));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(1_200, rows.Count);
        Assert.Equal(1_200, rows.Distinct().Count());
    }

    [Fact]
    public async Task Config_PostUnderEitherMediaType_GivesNewVersionAndDiff()
    {
        var changed = await (await _client.PostTextAsync("/config/BTCUSD?reason=tighter", """{"limit":4}""")).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(2, changed.GetProperty("version").GetInt32());
        Assert.Equal("limit", changed.GetProperty("diff")[0].GetProperty("path").GetString());

        await (await _client.PostTextAsync("/config/BTCUSD", """{"limit":3}""", "application/merge-patch+json")).JsonAsync(HttpStatusCode.OK);
        var back = await (await _client.PostTextAsync("/config/BTCUSD/rollback/1", "")).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(4, back.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Config_PostWithFaults_NamesEveryOne()
    {
        var problem = await (await _client.PostTextAsync("/config/BTCUSD", """{"limit":99,"other":1}""")).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Equal(["$.other", "limit"], problem.ErrorFields().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ShadowMode_Post_TakesForceAndNamesWhoDidIt()
    {
        var answer = await (await _client.PostJsonAsync("/shadow-mode", new { enabled = true, symbols = new[] { "GBPJPY" }, reason = "news ahead" })).JsonAsync(HttpStatusCode.OK);

        Assert.True(answer.GetProperty("enabled").GetBoolean());
        var state = await _client.GetJsonAsync("/shadow-mode");
        Assert.Equal("GBPJPY", state.GetProperty("symbols")[0].GetString());
        Assert.Equal("key:read-admin", state.GetProperty("by").GetString());
    }

    [Fact]
    public async Task ShadowMode_PostWithFaults_NamesEveryOne()
    {
        var problem = await (await _client.PostJsonAsync("/shadow-mode", new { enabled = "yes", symbols = new[] { "btc", "XAUUSD" }, reason = " ", until = 5 })).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Equal(["$", "enabled", "reason", "symbols[0]", "symbols[1]"], problem.ErrorFields().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task KillSwitch_RaiseLowerReset_IsMonotoneUntilReset()
    {
        await (await _client.PostJsonAsync("/kill-switch", new { level = "FLATTEN", reason = "drill" })).JsonAsync(HttpStatusCode.OK);

        var problem = await (await _client.PostJsonAsync("/kill-switch", new { level = "STOP_NEW", reason = "drill" })).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal("NOT_MONOTONE", problem.GetProperty("code").GetString());

        var reset = await (await _client.PostJsonAsync("/kill-switch/reset", new { reason = "drill over" })).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("NORMAL", reset.GetProperty("level").GetString());
    }

    [Theory]
    [InlineData("/config/XAUUSD")]
    [InlineData("/config/XAUUSD/history")]
    [InlineData("/api/enhanced/market-state/XAUUSD")]
    [InlineData("/api/enhanced/multi-timeframe/XAUUSD")]
    [InlineData("/api/enhanced/candles/XAUUSD/M1")]
    [InlineData("/api/enhanced/ticks/XAUUSD")]
    [InlineData("/api/enhanced/offset/XAUUSD")]
    [InlineData("/api/enhanced/structure/XAUUSD/M1")]
    [InlineData("/api/enhanced/volatility-bridge/XAUUSD")]
    [InlineData("/api/enhanced/quality/XAUUSD")]
    [InlineData("/api/enhanced/stream?symbols=XAUUSD")]
    [InlineData("/decision-traces?symbol=XAUUSD")]
    [InlineData("/decision-traces/T9")]
    [InlineData("/orders?symbol=XAUUSD")]
    [InlineData("/positions?symbol=XAUUSD")]
    [InlineData("/fills?symbol=XAUUSD")]
    [InlineData("/nothing/here")]
    [InlineData("/openapi/v2.json")]
    public async Task Get_Unknown_Is404Problem(string path)
    {
        using var response = await _client.GetAsync(path);

        await response.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/api/enhanced/candles/btcusd/M7?limit=0&from=yesterday&to=1&cursor=x", "cursor,from,limit,symbol,timeframe,to")]
    [InlineData("/api/enhanced/candles/BTCUSD/M1?limit=1001", "limit")]
    [InlineData("/api/enhanced/candles/BTCUSD/M1?limit=5&limit=6", "limit")]
    [InlineData("/api/enhanced/ticks/BTCUSD?hoursBack=49", "hoursBack")]
    [InlineData("/api/enhanced/offset/BTCUSD?hoursBack=49", "hoursBack")]
    [InlineData("/api/enhanced/ticks/BTCUSD?hoursBack=1&from=2024-08-09T00:00:00Z", "hoursBack")]
    [InlineData("/decision-traces?verdict=maybe&from=2024-08-10T00:00:00Z&to=2024-08-09T00:00:00Z", "from,verdict")]
    [InlineData("/decision-traces?cursor=other", "cursor")]
    [InlineData("/decision-traces/a%20b", "traceId")]
    [InlineData("/api/enhanced/volatility-bridge/btcusd?limit=0&from=yesterday&to=1&cursor=x", "cursor,from,limit,symbol,to")]
    [InlineData("/api/enhanced/quality/BTCUSD?days=366", "days")]
    [InlineData("/api/enhanced/stream?types=bar,nonsense&lastEventId=-1", "lastEventId,types")]
    [InlineData("/config/BTCUSD/history?limit=abc", "limit")]
    [InlineData("/api/enhanced/calendar?currency=usd&importance=ultra&from=tomorrow", "currency,from,importance")]
    [InlineData("/api/enhanced/macro?hoursBack=169", "hoursBack")]
    public async Task Get_BadParameters_Is400NamingEach(string path, string fields)
    {
        using var response = await _client.GetAsync(path);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(fields.Split(','), problem.ErrorFields().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Post_WrongMethodTypeOrJson_IsRefusedAsProblem()
    {
        await (await _client.PostTextAsync("/health", "{}")).ProblemAsync(HttpStatusCode.MethodNotAllowed);
        await (await _client.PostTextAsync("/shadow-mode", """{"enabled":true,"reason":"x"}""", "text/plain")).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        await (await _client.PostTextAsync("/shadow-mode", """{"enabled":true,"enabled":false}""")).ProblemAsync(HttpStatusCode.BadRequest);
        await (await _client.PostTextAsync("/shadow-mode", new string('[', 100_000))).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(0, _server.Desk.Changes);
    }

    [Fact]
    public async Task AnyAnswer_Headers_AreTheSecureOnes()
    {
        foreach (var path in new[] { "/health/live", "/health", "/nothing", "/config/btc" })
        {
            using var response = await _client.GetAsync(path);

            Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
            Assert.True(response.Headers.CacheControl?.NoStore);
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task OpenApi_Document_NamesEveryOperationAndItsErrors()
    {
        var document = await _client.GetJsonAsync("/openapi/v1.json");

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey").GetProperty("scheme").GetString());
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).ToList();
        Assert.True(operations.Count >= 24, $"{operations.Count} operations");
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("operationId").GetString())));
        var candles = document.GetProperty("paths").GetProperty("/api/enhanced/candles/{symbol}/{timeframe}").GetProperty("get");
        Assert.True(candles.GetProperty("responses").GetProperty("400").GetProperty("content").TryGetProperty("application/problem+json", out _));
        Assert.Equal("^[A-Z0-9]{3,20}$", candles.GetProperty("parameters")[0].GetProperty("schema").GetProperty("pattern").GetString());
        Assert.DoesNotContain(document.GetProperty("paths").EnumerateObject(), path => path.Name.StartsWith("/ui", StringComparison.Ordinal));
    }
}
