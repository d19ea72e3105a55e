using Microsoft.Extensions.Logging;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Operations;

/// <summary>The desk's state from all its parts. <paramref name="Since"/> is when <paramref name="Status"/> was first seen.</summary>
public sealed record HealthSummary(string Status, Timestamp Since, IReadOnlyList<ComponentHealth> Components, IReadOnlyList<QueueHealth> Queues)
{
    public IReadOnlyList<RateLimitHealth> RateLimits { get; init; } = [];

    public CoordinationHealth? Coordination { get; init; }
}

/// <summary>Collects what the parts of the desk say about themselves. A part that fails to answer is unhealthy, and the others are still shown. Thread-safe.</summary>
/// <param name="deskClock">The clock of <see cref="HealthSummary.Since"/>.</param>
public sealed class HealthRegistry(IEnumerable<IHealthSource> sources, TimeProvider deskClock, ILogger<HealthRegistry> logger)
{
    private readonly Lock _lock = new();
    private readonly List<IHealthSource> _sources = [.. sources];
    private readonly Dictionary<IHealthSource, Timestamp> _failingSince = [];
    private string _status = HealthStatus.Healthy;
    private Timestamp _since = Timestamp.Now(deskClock);

    public void Add(IHealthSource source)
    {
        lock (_lock)
        {
            _sources.Add(source);
        }
    }

    public HealthSummary Collect()
    {
        lock (_lock)
        {
            var components = new List<ComponentHealth>();
            var queues = new List<QueueHealth>();
            var rateLimits = new List<RateLimitHealth>();
            CoordinationHealth? coordination = null;
            foreach (var source in _sources)
            {
                Ask(source, components, queues);
                rateLimits.AddRange(source.GetRateLimits());
                coordination ??= source.GetCoordination();
            }

            var status = HealthStatus.Worst(components.Select(component => component.Status));
            if (status != _status)
            {
                logger.LogWarning("The desk is {Status}, it was {Before}.", status, _status);
                _status = status;
                _since = Timestamp.Now(deskClock);
            }

            return new HealthSummary(_status, _since, components, queues) { RateLimits = rateLimits, Coordination = coordination };
        }
    }

    private void Ask(IHealthSource source, List<ComponentHealth> components, List<QueueHealth> queues)
    {
        try
        {
            List<ComponentHealth> own = [.. source.GetComponents()];
            List<QueueHealth> ownQueues = [.. source.GetQueues()];
            components.AddRange(own);
            queues.AddRange(ownQueues);
            _failingSince.Remove(source);
        }
        catch (Exception failure)
        {
            // Health must tell the truth also about a part that is broken enough to throw.
            if (_failingSince.TryAdd(source, Timestamp.Now(deskClock)))
            {
                logger.LogError(failure, "{Source} does not report its health.", source.GetType().Name);
            }

            components.Add(new ComponentHealth(source.GetType().Name, HealthStatus.Unhealthy, _failingSince[source], $"Does not report its health: {failure.GetType().Name}."));
        }
    }
}
