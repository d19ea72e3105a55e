using TradingDesk.Core.Contract;

namespace TradingDesk.Core.Operations;

/// <summary>A part of the desk that reports on itself. Cheap and thread-safe.</summary>
public interface IHealthSource
{
    IEnumerable<ComponentHealth> GetComponents();

    IEnumerable<QueueHealth> GetQueues() => [];

    IEnumerable<RateLimitHealth> GetRateLimits() => [];

    CoordinationHealth? GetCoordination() => null;
}
