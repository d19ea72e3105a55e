using System.Threading.RateLimiting;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Problems;

namespace TradingDesk.Api.Hosting;

/// <summary>A token bucket for each key, for each user's dashboard, and for each address that has neither.</summary>
internal static class RateLimits
{
    private const int RefillsPerSecond = 10;

    public static void AddDeskRateLimits(this IServiceCollection services, DeskHttpOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetTokenBucketLimiter(Callers.BucketOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.RequestBurst,
                TokensPerPeriod = Math.Max(1, options.RequestsPerSecond / RefillsPerSecond),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / RefillsPerSecond),
                QueueLimit = 0,
                AutoReplenishment = true,
            }));
        limiter.OnRejected = async (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromSeconds(1);
            await new DeskProblem(StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS", "Too many requests; wait as long as Retry-After says.") { RetryAfter = wait }
                .ExecuteAsync(context.HttpContext);
        };
    });
}
