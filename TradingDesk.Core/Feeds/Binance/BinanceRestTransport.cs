using System.Net;
using Polly.CircuitBreaker;
using Polly.Timeout;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Http;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// GET requests to Binance's public REST with their weights. What is the venue's or the network's fault comes back as a <see cref="Fault"/>:
/// <c>RATE_LIMITED</c>, <c>UNAVAILABLE</c>, <c>REFUSED</c>. Thread-safe.
/// </summary>
internal sealed class BinanceRestTransport : IDisposable
{
    /// <summary>Binance's documented weights per minute; exchangeInfo overrules them.</summary>
    private const int SpotWeightPerMinute = 6_000;
    private const int FuturesWeightPerMinute = 2_400;

    private readonly OutgoingHttp _http;
    private readonly BinanceOptions _options;
    private readonly Market _spot;
    private readonly Market _futures;

    public BinanceRestTransport(OutgoingHttp http, BinanceOptions options)
    {
        _http = http;
        _options = options;
        _spot = MarketOf(SpotWeightPerMinute);
        _futures = MarketOf(FuturesWeightPerMinute);
    }

    /// <summary>The limit that the market's host has, shared with whoever else asks that host.</summary>
    public HostLimiter LimiterOf(BinanceMarket market) => _http.LimiterOf(HostOf(market).Authority, Of(market).Options);

    /// <param name="path">Path and query after the host, such as <c>/api/v3/time</c>.</param>
    /// <param name="weight">The request's weight by Binance's table.</param>
    public async Task<Outcome<byte[]>> GetAsync(BinanceMarket market, string path, int weight, CancellationToken cancellationToken)
    {
        var uri = new Uri(HostOf(market), path);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Options.Set(OutgoingHttp.Weight, weight);
        try
        {
            using var response = await Of(market).Client.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
                : new Fault(response.StatusCode >= HttpStatusCode.InternalServerError ? "UNAVAILABLE" : "REFUSED", $"{uri.Host} answered {(int)response.StatusCode}.");
        }
        catch (RequestRefusedException e)
        {
            return new Fault("RATE_LIMITED", e.Message);
        }
        catch (TimeoutRejectedException)
        {
            return new Fault("UNAVAILABLE", $"{uri.Host} did not answer within {_options.RestTimeoutSeconds} s.");
        }
        catch (BrokenCircuitException)
        {
            return new Fault("UNAVAILABLE", $"{uri.Host} has failed again and again; it is left alone for some seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Fault("UNAVAILABLE", $"{uri.Host}: {e.Message}");
        }
    }

    public void Dispose()
    {
        _spot.Client.Dispose();
        _futures.Client.Dispose();
    }

    private Market MarketOf(int weightPerMinute)
    {
        var options = new OutgoingClientOptions
        {
            WeightPerMinute = weightPerMinute,
            Use = _options.WeightUse,
            Timeout = TimeSpan.FromSeconds(_options.RestTimeoutSeconds),
            Retries = _options.RestRetries,
            Patience = TimeSpan.FromSeconds(_options.RestPatienceSeconds),
            UsedWeightHeader = "X-MBX-USED-WEIGHT-1M",
            JitterSeed = _options.JitterSeed,
        };
        return new Market(options, _http.CreateClient(options));
    }

    private Market Of(BinanceMarket market) => market == BinanceMarket.Spot ? _spot : _futures;

    private Uri HostOf(BinanceMarket market) => market == BinanceMarket.Spot ? _options.SpotRestUrl : _options.FuturesRestUrl;

    private sealed record Market(OutgoingClientOptions Options, HttpClient Client);
}
