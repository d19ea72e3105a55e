using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>Limits, retries and answers of the REST client on a clock that the test moves.</summary>
public sealed class BinanceRestClientTests
{
    private static readonly BinanceSymbol Btc = new(0, "BTCUSDT", BinanceMarket.Spot);
    private static readonly BinanceSymbol Xau = new(1, "XAUUSDT", BinanceMarket.UsdM);

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(429)]
    [InlineData(418)]
    public async Task Get_Limited_NothingIsSentBeforeRetryAfter(int status)
    {
        var (client, stub) = Create((_, call) => call == 1 ? RestHandlerStub.Limited(status, 30) : RestHandlerStub.Json("[]"));
        var first = client.GetAggTradesAsync(Btc, 1, CancellationToken.None);
        var second = client.GetAggTradesAsync(Btc, 2, CancellationToken.None);
        await RunAsync(Task.WhenAll(first, second));

        Assert.True((await first).IsSuccess && (await second).IsSuccess);
        Assert.Equal(3, stub.Calls.Count);
        Assert.All(stub.Calls.Skip(1), call => Assert.True(call.At >= TimeSpan.FromSeconds(30), $"{call}"));
    }

    [Fact]
    public async Task Get_LimitedForLongerThanPatience_FaultAtOnce()
    {
        var (client, stub) = Create((_, _) => RestHandlerStub.Limited(418, 7_200));
        var reply = await RunAsync(client.GetAggTradesAsync(Btc, 1, CancellationToken.None));
        Assert.Equal("RATE_LIMITED", reply.Fault?.Code);
        Assert.Equal("RATE_LIMITED", (await RunAsync(client.GetAggTradesAsync(Btc, 1, CancellationToken.None))).Fault?.Code);
        Assert.Single(stub.Calls);
    }

    /// <summary>The other market has its own limits.</summary>
    [Fact]
    public async Task Get_SpotLimited_FuturesGoOn()
    {
        var (client, _) = Create((path, _) => path.StartsWith("/api", StringComparison.Ordinal) ? RestHandlerStub.Limited(429, 7_200) : RestHandlerStub.Json("[]"));
        Assert.False((await RunAsync(client.GetAggTradesAsync(Btc, 1, CancellationToken.None))).IsSuccess);
        Assert.True((await RunAsync(client.GetAggTradesAsync(Xau, 1, CancellationToken.None))).IsSuccess);
    }

    [Fact]
    public async Task Get_ServerErrors_RetriedWithGrowingWaits()
    {
        var (client, stub) = Create((_, call) => call < 4 ? new HttpResponseMessage(HttpStatusCode.BadGateway) : RestHandlerStub.Json("[]"));
        Assert.True((await RunAsync(client.GetAggTradesAsync(Btc, 1, CancellationToken.None))).IsSuccess);
        Assert.Equal(4, stub.Calls.Count);
        Assert.True(stub.Calls[^1].At > TimeSpan.FromSeconds(0.3), $"{stub.Calls[^1].At}");
    }

    [Fact]
    public async Task Get_ServerStaysDown_Unavailable()
    {
        var (client, stub) = Create((_, _) => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("UNAVAILABLE", (await RunAsync(client.GetAggTradesAsync(Btc, 1, CancellationToken.None))).Fault?.Code);
        Assert.Equal(4, stub.Calls.Count);
    }

    [Fact]
    public async Task Get_BadRequest_RefusedAndNotRepeated()
    {
        var (client, stub) = Create((_, _) => new HttpResponseMessage(HttpStatusCode.BadRequest));
        Assert.Equal("REFUSED", (await RunAsync(client.GetAggTradesAsync(Btc, 1, CancellationToken.None))).Fault?.Code);
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task Get_WeightNearlyUsed_WaitsForTheNextMinute()
    {
        var (client, stub) = Create((_, call) => RestHandlerStub.Json("[]", usedWeight: call == 1 ? 4_799 : 10));
        await RunAsync(client.GetAggTradesAsync(Btc, 1, CancellationToken.None));
        await RunAsync(client.GetAggTradesAsync(Btc, 1, CancellationToken.None));
        Assert.True(stub.Calls[1].At - stub.Calls[0].At >= TimeSpan.FromSeconds(59), $"{stub.Calls[1].At}");
    }

    [Fact]
    public async Task LoadLimits_ExchangeInfo_TakenOver()
    {
        var (client, _) = Create((_, _) => RestHandlerStub.Json("""{"rateLimits":[{"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":300000},{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":1234}]}"""));
        var limit = await RunAsync(client.LoadLimitsAsync(BinanceMarket.Spot, CancellationToken.None));
        Assert.Equal(1234, limit.Value);
        Assert.Equal(1234, client.LimiterOf(BinanceMarket.Spot).Limit);
    }

    [Fact]
    public async Task MeasureClockOffset_MedianOfFive()
    {
        long[] offsets = [1_000, 1_300, 1_200, 90_000, -50_000];
        var (client, stub) = Create((_, call) => RestHandlerStub.Json(
            $"{{\"serverTime\":{(_clock.GetUtcNow().ToUnixTimeMilliseconds() + offsets[call - 1]).ToString(CultureInfo.InvariantCulture)}}}"));
        var offset = await RunAsync(client.MeasureClockOffsetAsync(BinanceMarket.Spot, CancellationToken.None));
        Assert.Equal(TimeSpan.FromSeconds(1.2), offset.Value);
        Assert.Equal(5, stub.Calls.Count);
    }

    [Fact]
    public async Task GetBars_LongRange_PagedAndOnlyClosedBars()
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (client, stub) = Create((path, _) => RestHandlerStub.Json(Klines(path, now)));
        var to = Timestamp.FromUnixMilliseconds(now + 60_000);
        var from = to - TimeSpan.FromMinutes(2_501);
        var bars = await RunAsync(client.GetBarsAsync(InstrumentOf(0), Timeframe.M1, from, to, CancellationToken.None));

        Assert.Equal(2_500, bars.Value.Count);
        Assert.Equal(3, stub.Calls.Count);
        Assert.Equal(from, bars.Value[0].OpenTime);
        Assert.Equal(Timestamp.FromUnixMilliseconds(now), bars.Value[^1].CloseTime);
        Assert.All(bars.Value.Zip(bars.Value.Skip(1)), pair => Assert.Equal(pair.First.CloseTime, pair.Second.OpenTime));
        Assert.Equal((1.5, 0.4, 7, BarFlags.History, Venue.Binance), (bars.Value[0].Volume, bars.Value[0].BuyVolume, bars.Value[0].TickCount, bars.Value[0].Flags, bars.Value[0].Source));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[[1,2]]")]
    [InlineData("not json")]
    [InlineData("""[[1767500040000,"1","0.5","1","1","1",1,"1",1,"1","1","0"]]""")] // high below open
    public async Task GetBars_BadAnswer_Fault(string body)
    {
        var (client, _) = Create((_, _) => RestHandlerStub.Json(body));
        var bars = await RunAsync(client.GetBarsAsync(InstrumentOf(0), Timeframe.M1, Timestamp.FromUnixSeconds(1_767_000_000), Timestamp.FromUnixSeconds(1_767_600_000), CancellationToken.None));
        Assert.Equal("BAD_ANSWER", bars.Fault?.Code);
    }

    [Fact]
    public async Task GetBars_Futures_OtherAddress()
    {
        var (client, stub) = Create((_, _) => RestHandlerStub.Json("[]"));
        await RunAsync(client.GetBarsAsync(InstrumentOf(1), Timeframe.H4, Timestamp.FromUnixSeconds(0), Timestamp.FromUnixSeconds(60), CancellationToken.None));
        Assert.StartsWith("/fapi/v1/klines?symbol=XAUUSDT&interval=4h&startTime=0", Assert.Single(stub.Calls).Path, StringComparison.Ordinal);
    }

    private (BinanceRestClient Client, RestHandlerStub Stub) Create(Func<string, int, HttpResponseMessage> answer)
    {
        var stub = new RestHandlerStub(_clock, answer);
        var http = new OutgoingHttp(_clock, NullLogger<OutgoingHttp>.Instance) { Transport = () => stub };
        return (new BinanceRestClient(http, new BinanceOptions(), [Btc, Xau], _clock), stub);
    }

    /// <summary>Moves the clock until the task is done.</summary>
    private async Task<T> RunAsync<T>(Task<T> task)
    {
        for (var i = 0; i < 100_000 && !task.IsCompleted; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return await task;
    }

    private static string Klines(string path, long nowMilliseconds)
    {
        long Parameter(string name) => long.Parse(path.Split(name + "=")[1].Split('&')[0], CultureInfo.InvariantCulture);
        var rows = new List<string>();
        for (var open = Parameter("startTime"); open <= Math.Min(Parameter("endTime"), nowMilliseconds) && rows.Count < Parameter("limit"); open += 60_000)
        {
            rows.Add($"[{open},\"10\",\"12\",\"9\",\"11\",\"1.5\",{open + 59_999},\"16\",7,\"0.4\",\"4\",\"0\"]");
        }

        return "[" + string.Join(",", rows) + "]";
    }

    private static Instrument InstrumentOf(int id) => new()
    {
        Symbol = new Symbol(id == 0 ? "BTCUSD" : "XAUUSD"),
        Id = id,
        TickSize = 0.01m,
        PriceDecimals = 2,
        PipSize = 1m,
        ContractSize = 1m,
        MinLots = new Quantity(0.01m),
        MaxLots = new Quantity(10m),
        LotStep = new Quantity(0.01m),
        AccountPerQuote = 1m,
        PrimaryVenue = Venue.Binance,
        ClosesAtWeekend = false,
    };
}
