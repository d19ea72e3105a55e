using System.Globalization;
using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// GET requests to Binance's public REST: weight gates, Retry-After, timeouts, retries with jitter. What is the venue's or the network's fault comes back
/// as a <see cref="Fault"/>: <c>RATE_LIMITED</c>, <c>UNAVAILABLE</c>, <c>REFUSED</c>. Thread-safe.
/// </summary>
internal sealed class BinanceRestTransport
{
    /// <summary>Binance's documented weights per minute; exchangeInfo overrules them.</summary>
    private const int SpotWeightPerMinute = 6_000;
    private const int FuturesWeightPerMinute = 2_400;

    /// <summary>A 429 or 418 without Retry-After.</summary>
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly BinanceOptions _options;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<Reply> _pipeline;

    public BinanceRestTransport(HttpClient http, BinanceOptions options, TimeProvider clock)
    {
        _http = http;
        _options = options;
        _clock = clock;
        SpotGate = new WeightGate(clock, SpotWeightPerMinute, options.WeightUse);
        FuturesGate = new WeightGate(clock, FuturesWeightPerMinute, options.WeightUse);
        var builder = new ResiliencePipelineBuilder<Reply> { TimeProvider = clock };
        if (options.RestRetries > 0)
        {
            var jitter = new SeededJitter(options.JitterSeed);
            builder.AddRetry(new RetryStrategyOptions<Reply>
            {
                MaxRetryAttempts = options.RestRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(options.RestRetryFirstSeconds),
                MaxDelay = TimeSpan.FromSeconds(options.BackoffMaxSeconds),
                UseJitter = true,
                Randomizer = jitter.Next,
                ShouldHandle = new PredicateBuilder<Reply>().HandleResult(r => r.Kind == ReplyKind.Failed).Handle<TimeoutRejectedException>(),
            });
        }

        _pipeline = builder.AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(options.RestTimeoutSeconds) }).Build();
    }

    private enum ReplyKind : byte
    {
        Ok,

        /// <summary>5xx or no answer: may be tried again.</summary>
        Failed,

        /// <summary>429, 418, or our own gate: not before the wait is over.</summary>
        Limited,

        /// <summary>The request itself is wrong.</summary>
        Refused,
    }

    public WeightGate SpotGate { get; }

    public WeightGate FuturesGate { get; }

    /// <summary>Requests sent, retries among them.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    private long _requests;

    public WeightGate GateOf(BinanceMarket market) => market == BinanceMarket.Spot ? SpotGate : FuturesGate;

    /// <param name="path">Path and query after the host, such as <c>/api/v3/time</c>.</param>
    /// <param name="weight">The request's weight by Binance's table.</param>
    public async Task<Domain.Outcome<byte[]>> GetAsync(BinanceMarket market, string path, int weight, CancellationToken cancellationToken)
    {
        var uri = new Uri(market == BinanceMarket.Spot ? _options.SpotRestUrl : _options.FuturesRestUrl, path);
        var waited = TimeSpan.Zero;
        var patience = TimeSpan.FromSeconds(_options.RestPatienceSeconds);
        while (true)
        {
            Reply reply;
            try
            {
                reply = await _pipeline.ExecuteAsync(async token => await SendAsync(market, uri, weight, token), cancellationToken);
            }
            catch (TimeoutRejectedException)
            {
                return new Fault("UNAVAILABLE", $"{uri.Host} did not answer within {_options.RestTimeoutSeconds} s.");
            }

            if (reply.Kind == ReplyKind.Ok)
            {
                return reply.Body;
            }

            if (reply.Kind != ReplyKind.Limited || waited + reply.Wait > patience)
            {
                return new Fault(reply.Kind switch { ReplyKind.Limited => "RATE_LIMITED", ReplyKind.Failed => "UNAVAILABLE", _ => "REFUSED" }, reply.Message);
            }

            waited += reply.Wait;
            await Task.Delay(reply.Wait, _clock, cancellationToken);
        }
    }

    private async ValueTask<Reply> SendAsync(BinanceMarket market, Uri uri, int weight, CancellationToken cancellationToken)
    {
        var gate = GateOf(market);
        var wait = gate.Reserve(weight);
        if (wait > TimeSpan.Zero)
        {
            return new Reply(ReplyKind.Limited, [], $"No request to {uri.Host} for another {wait.TotalSeconds:F0} s.", wait);
        }

        Interlocked.Increment(ref _requests);
        try
        {
            using var response = await _http.GetAsync(uri, cancellationToken);
            if (response.Headers.TryGetValues("X-MBX-USED-WEIGHT-1M", out var used)
                && int.TryParse(used.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var usedWeight))
            {
                gate.Report(usedWeight);
            }

            return await ReadAsync(response, gate, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            return new Reply(ReplyKind.Failed, [], $"{uri.Host}: {e.Message}", TimeSpan.Zero);
        }
    }

    private static async Task<Reply> ReadAsync(HttpResponseMessage response, WeightGate gate, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return new Reply(ReplyKind.Ok, body, "", TimeSpan.Zero);
        }

        var message = $"{response.RequestMessage?.RequestUri?.Host} answered {(int)response.StatusCode}.";
        // 418 says that the address is banned for not obeying a 429.
        if (response.StatusCode is HttpStatusCode.TooManyRequests or (HttpStatusCode)418)
        {
            var wait = response.Headers.RetryAfter?.Delta ?? DefaultRetryAfter;
            gate.Block(wait);
            return new Reply(ReplyKind.Limited, [], message, wait);
        }

        return new Reply((int)response.StatusCode >= 500 ? ReplyKind.Failed : ReplyKind.Refused, [], message, TimeSpan.Zero);
    }

    private readonly record struct Reply(ReplyKind Kind, byte[] Body, string Message, TimeSpan Wait);
}
