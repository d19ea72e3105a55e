using Polly;

namespace TradingDesk.Core.Feeds.Http;

/// <summary>The host's limit as a step of the pipeline: waits for the turn, reads each answer, and sends again what came too early, while patience lasts.</summary>
internal sealed class HostLimiterStrategy(HostLimiter limiter, OutgoingClientOptions options, TimeProvider clock) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        var weight = context.Properties.GetValue(OutgoingHandler.WeightKey, 1);
        var started = clock.GetTimestamp();
        while (true)
        {
            var refusal = await limiter.AcquireAsync(weight, options.Patience - clock.GetElapsedTime(started), context.CancellationToken);
            if (refusal is { } wait)
            {
                return Outcome.FromException<HttpResponseMessage>(new RequestRefusedException(limiter.Host, wait));
            }

            var outcome = await callback(context, state);
            if (outcome.Result is not { } response || !limiter.IsRejection(response, options.UsedWeightHeader))
            {
                return outcome;
            }

            response.Dispose();
        }
    }
}
