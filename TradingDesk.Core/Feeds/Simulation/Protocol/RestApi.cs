using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>Binance's public REST, spot and USD-M, over the simulated market as of the simulated clock. Thread-safe.</summary>
internal sealed class RestApi
{
    private const int SpotWeight = 6_000;
    private const int FuturesWeight = 2_400;

    private readonly TimeProvider _clock;
    private readonly SimulatorFaults _faults;
    private readonly RestMarket _market;
    private readonly WeightLimiter _spot = new(SpotWeight);
    private readonly WeightLimiter _futures = new(FuturesWeight);

    public RestApi(SimulatedMarket market, SimulatedBars bars, TimeProvider clock, SimulatorFaults faults)
    {
        _clock = clock;
        _faults = faults;
        _market = new RestMarket(market, bars, faults);
    }

    public HttpResponse Answer(HttpRequest request)
    {
        if (request.Method != "GET")
        {
            return HttpResponse.Error(405, -1000, "Only GET is served.");
        }

        var isFuture = request.Path.StartsWith("/fapi/v1/", StringComparison.Ordinal);
        if (!isFuture && !request.Path.StartsWith("/api/v3/", StringComparison.Ordinal))
        {
            return HttpResponse.Error(404, -1000, "No such path.");
        }

        if (_faults.TakeRejection() is { } rejection)
        {
            return TooMany(rejection.Status, rejection.RetryAfterSeconds);
        }

        var now = Timestamp.Now(_clock);
        var endpoint = request.Path[(isFuture ? 9 : 8)..];
        var call = new RestCall(request, isFuture, now);
        var limiter = isFuture ? _futures : _spot;
        if (!limiter.TryUse(Weight(endpoint, call), now.UnixSeconds / 60, out var used))
        {
            return TooMany(429, 60 - (int)(now.UnixSeconds % 60));
        }

        var response = Dispatch(endpoint, call);
        return response with { Headers = [new("X-MBX-USED-WEIGHT-1M", used.ToString(CultureInfo.InvariantCulture)), new("Date", now.ToUtcDateTime().ToString("R", CultureInfo.InvariantCulture))] };
    }

    private HttpResponse Dispatch(string endpoint, RestCall call)
    {
        try
        {
            return endpoint switch
            {
                "ping" => HttpResponse.Json(200, "{}"),
                "time" => _market.Time(call),
                "exchangeInfo" => _market.ExchangeInfo(call, SpotWeight, FuturesWeight),
                "klines" or "uiKlines" => _market.Klines(call),
                "aggTrades" => _market.AggTrades(call),
                "trades" => _market.Trades(call),
                "depth" => _market.Depth(call),
                "ticker/bookTicker" => _market.BookTicker(call),
                "ticker/price" => _market.PriceTicker(call),
                "ticker/24hr" => _market.DayTicker(call),
                "avgPrice" when !call.IsFuture => _market.AveragePrice(call),
                "premiumIndex" when call.IsFuture => _market.PremiumIndex(call),
                _ => HttpResponse.Error(404, -1000, "No such path."),
            };
        }
        catch (RestCallException error)
        {
            return HttpResponse.Error(400, error.Code, error.Message);
        }
    }

    private static HttpResponse TooMany(int status, int retryAfterSeconds) =>
        HttpResponse.Error(status, -1003, "Too many requests; current limit of IP is used up.") with
        {
            Headers = [new("Retry-After", retryAfterSeconds.ToString(CultureInfo.InvariantCulture))],
        };

    private static int Weight(string endpoint, RestCall call)
    {
        var limit = call.LooseLimit(500);
        return endpoint switch
        {
            "exchangeInfo" => call.IsFuture ? 1 : 20,
            "klines" or "uiKlines" => !call.IsFuture ? 2 : limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10,
            "aggTrades" => call.IsFuture ? 20 : 4,
            "trades" => call.IsFuture ? 5 : 25,
            "depth" when call.IsFuture => limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20,
            "depth" => call.LooseLimit(100) switch { <= 100 => 5, <= 500 => 25, <= 1_000 => 50, _ => 250 },
            "ticker/bookTicker" or "ticker/price" or "ticker/24hr" or "avgPrice" => 2,
            _ => 1,
        };
    }
}
