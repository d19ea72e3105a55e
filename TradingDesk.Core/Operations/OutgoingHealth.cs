using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Http;

namespace TradingDesk.Core.Operations;

/// <summary>The hosts that the desk calls, as health shows them.</summary>
public sealed class OutgoingHealth(OutgoingHttp http) : IHealthSource
{
    private readonly Timestamp _started = Timestamp.Now(http.Clock);

    public IEnumerable<ComponentHealth> GetComponents()
    {
        var failing = http.Hosts.Where(h => h.Circuit != "closed").Select(h => $"{h.Limit.Host} fails and is left alone").ToArray();
        var blocked = http.Hosts.Where(h => h.Limit.BlockedFor > TimeSpan.Zero).Select(h => $"{h.Limit.Host} wants no request for {h.Limit.BlockedFor.TotalSeconds:F0} s").ToArray();
        string[] faults = [.. failing, .. blocked];
        yield return new ComponentHealth("outgoing", faults.Length == 0 ? HealthStatus.Healthy : HealthStatus.Degraded, _started, faults.Length == 0 ? "hosts answer" : string.Join("; ", faults));
    }

    public IEnumerable<RateLimitHealth> GetRateLimits() => http.Hosts.Select(h =>
        new RateLimitHealth(h.Limit.Host, h.Limit.Rate, h.Limit.FullRate, h.Limit.Waiting, h.Limit.Rejected, h.Limit.BlockedFor.TotalSeconds, h.Circuit));
}
