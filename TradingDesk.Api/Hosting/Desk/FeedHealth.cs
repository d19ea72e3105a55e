using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Operations;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>A feed's status as a health component.</summary>
internal sealed class FeedHealth(IMarketFeed feed, TimeProvider clock) : IHealthSource
{
    private readonly Timestamp _started = Timestamp.Now(clock);

    public IEnumerable<ComponentHealth> GetComponents()
    {
        var status = feed.Status;
        var health = status.Connection switch
        {
            FeedConnection.Live => HealthStatus.Healthy,
            FeedConnection.Failed => HealthStatus.Unhealthy,
            _ => HealthStatus.Degraded,
        };
        yield return new ComponentHealth(feed.Name, health, status.Since ?? _started, status.Detail);
    }
}
