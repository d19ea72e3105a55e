using System.Collections.Concurrent;
using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace TradingDesk.Core.Feeds.Http;

/// <summary>
/// Everything between a client of the desk and the network, one pipeline a host, outermost first: retries of GETs, circuit breaker, the host's shared limit, the
/// deadline of one attempt. What fails comes back as an answer or an <see cref="HttpRequestException"/>, <see cref="TimeoutRejectedException"/> or
/// <see cref="BrokenCircuitException"/>.
/// </summary>
internal sealed class OutgoingHandler(OutgoingHttp owner, OutgoingClientOptions options, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public static readonly ResiliencePropertyKey<int> WeightKey = new("weight");
    private static readonly ResiliencePropertyKey<bool> MayRepeatKey = new("mayRepeat");

    /// <summary>Longest answer that is read: 64 MB.</summary>
    private const long MaxAnswerBytes = 64L * 1024 * 1024;

    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> _pipelines = new(StringComparer.Ordinal);
    private readonly SeededBackoff _backoff = new(options.JitterSeed);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Authority;
        var pipeline = _pipelines.GetOrAdd(host, static (name, self) => self.Build(name), this);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(WeightKey, request.Options.TryGetValue(OutgoingHttp.Weight, out var weight) ? weight : 1);
            context.Properties.Set(MayRepeatKey, request.Method == HttpMethod.Get);
            return await pipeline.ExecuteAsync(
                static (context, state) => state.Handler.SendOnceAsync(state.Request, context.CancellationToken), context, (Handler: this, Request: request));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        owner.CountRequest();
        var response = await base.SendAsync(request, cancellationToken);
        // The body belongs to the attempt: its deadline covers it.
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
        return response;
    }

    private ResiliencePipeline<HttpResponseMessage> Build(string host)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = owner.Clock };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(_backoff.Next(arguments.AttemptNumber)),
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Context.Properties.GetValue(MayRepeatKey, defaultValue: false) && (IsFailure(arguments.Outcome) || arguments.Outcome.Exception is BrokenCircuitException)),
                OnRetry = arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            });
        }

        builder.AddPipeline(owner.CircuitOf(host).Pipeline);
        builder.AddStrategy(_ => new HostLimiterStrategy(owner.LimiterOf(host, options), options, owner.Clock), new LimiterStrategyOptions());
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout });
        owner.AddInnermost(builder);
        return builder.Build();
    }

    /// <summary>The host's or the network's fault, not the request's; and not the limiter's refusal, which is the desk's own.</summary>
    internal static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is TimeoutRejectedException or (HttpRequestException and not RequestRefusedException) or IOException
        || outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError };

    private sealed class LimiterStrategyOptions : ResilienceStrategyOptions
    {
        public LimiterStrategyOptions() => Name = "HostLimiter";
    }
}
