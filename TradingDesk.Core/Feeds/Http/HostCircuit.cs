using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace TradingDesk.Core.Feeds.Http;

/// <summary>
/// One host's circuit breaker for all clients together: where half of at least five requests in 30 s fail, nothing is sent for 5 s; then one request tries.
/// </summary>
internal sealed class HostCircuit
{
    private readonly CircuitBreakerStateProvider _state = new();

    public HostCircuit(string host, OutgoingHttp owner, ILogger log)
    {
        Pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = owner.Clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                // A feed's REST is called rarely: the usual hundred calls in thirty seconds would never trip it.
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = arguments => ValueTask.FromResult(OutgoingHandler.IsFailure(arguments.Outcome)),
                StateProvider = _state,
                OnOpened = _ =>
                {
                    owner.CountOpened();
                    log.LogWarning("{Host} fails: nothing is sent to it for a while.", host);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    owner.CountClosed();
                    log.LogInformation("{Host} answers again.", host);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    public ResiliencePipeline<HttpResponseMessage> Pipeline { get; }

    /// <summary><c>closed</c>, <c>open</c> or <c>halfOpen</c>.</summary>
    public string State => _state.CircuitState switch
    {
        CircuitState.Closed => "closed",
        CircuitState.HalfOpen => "halfOpen",
        _ => "open",
    };
}
