using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>The pipeline as a health component: warm or still loading, and whether its thread keeps up.</summary>
internal sealed class EngineHealth(DeskEngine engine, IngestQueue queue, DeskReader reader) : IHealthSource
{
    private readonly Timestamp _started = Timestamp.Now(engine.Clock);

    public IEnumerable<ComponentHealth> GetComponents()
    {
        var waiting = reader.WaitingForHistory;
        var backlog = queue.Health.Depth > IngestQueue.Capacity / 2;
        var (status, detail) = (waiting.Count, backlog) switch
        {
            ( > 0, _) => (HealthStatus.Degraded, $"history is loading: {string.Join(", ", waiting)}"),
            (_, true) => (HealthStatus.Degraded, "events arrive faster than they are processed"),
            _ => (HealthStatus.Healthy, "processing events"),
        };
        yield return new ComponentHealth("pipeline", status, _started, detail);
        foreach (var quality in reader.QualityComponents())
        {
            yield return quality;
        }

        yield return new ComponentHealth("broker", HealthStatus.Healthy, _started, "paper account");
    }

    public IEnumerable<QueueHealth> GetQueues()
    {
        yield return queue.Health;
    }
}
