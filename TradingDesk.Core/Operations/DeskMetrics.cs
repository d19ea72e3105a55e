using System.Diagnostics.Metrics;
using TradingDesk.Core.Contract;

namespace TradingDesk.Core.Operations;

/// <summary>Names of the desk's instruments, for OpenTelemetry and dashboards over it.</summary>
public static class MetricNames
{
    public const string Meter = "TradingDesk";
    public const string Ticks = "desk.ticks";
    public const string Bars = "desk.bars";
    public const string Decisions = "desk.decisions";
    public const string Discards = "desk.discards";
    public const string QueueDepth = "desk.queue.depth";
    public const string QueueCapacity = "desk.queue.capacity";
    public const string QueueDropped = "desk.queue.dropped";
    public const string StageDuration = "desk.stage.duration";
    public const string Health = "desk.health";
}

/// <summary>
/// The desk's figures as <see cref="System.Diagnostics.Metrics"/> instruments. They are read from the health report when a collector asks, so the tick path pays nothing.
/// </summary>
public sealed class DeskMetrics : IDisposable
{
    private readonly Meter _meter = new(MetricNames.Meter);
    private readonly Func<HealthReport> _report;
    private readonly Counter<long> _decisions;

    /// <param name="report">The present report; thread-safe.</param>
    public DeskMetrics(Func<HealthReport> report)
    {
        _report = report;
        _decisions = _meter.CreateCounter<long>(MetricNames.Decisions, "{decision}", "Decisions by symbol and verdict.");
        _meter.CreateObservableCounter(MetricNames.Ticks, ObserveTicks, "{tick}", "Accepted ticks by symbol.");
        _meter.CreateObservableCounter(MetricNames.Bars, ObserveBars, "{bar}", "Closed bars by symbol and timeframe.");
        _meter.CreateObservableCounter(MetricNames.Discards, ObserveDiscards, "{message}", "Discarded messages by reason.");
        _meter.CreateObservableGauge(MetricNames.QueueDepth, () => ObserveQueues(queue => queue.Depth), "{item}", "Items waiting.");
        _meter.CreateObservableGauge(MetricNames.QueueCapacity, () => ObserveQueues(queue => queue.Capacity), "{item}", "Room for items.");
        _meter.CreateObservableCounter(MetricNames.QueueDropped, () => ObserveQueues(queue => queue.Dropped), "{item}", "Items that a full queue dropped.");
        _meter.CreateObservableGauge(MetricNames.StageDuration, ObserveStages, "ms", "Time per stage; tag quantile is p50, p95, p99 or max.");
        _meter.CreateObservableGauge(MetricNames.Health, ObserveHealth, "1", "Per component: 0 healthy, 1 degraded, 2 unhealthy.");
    }

    public void CountDecision(string symbol, string verdict) =>
        _decisions.Add(1, KeyValuePair.Create("symbol", (object?)symbol), KeyValuePair.Create("verdict", (object?)verdict));

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> ObserveTicks() =>
        _report().Symbols.Select(symbol => new Measurement<long>(symbol.Ticks, Tag("symbol", symbol.Symbol)));

    private IEnumerable<Measurement<long>> ObserveBars() =>
        from symbol in _report().Symbols
        from bars in symbol.Bars
        select new Measurement<long>(bars.Value, Tag("symbol", symbol.Symbol), Tag("timeframe", bars.Key));

    private IEnumerable<Measurement<long>> ObserveDiscards() =>
        _report().Discards.Select(discard => new Measurement<long>(discard.Value, Tag("reason", discard.Key)));

    private IEnumerable<Measurement<long>> ObserveQueues(Func<QueueHealth, long> value) =>
        _report().Queues.Select(queue => new Measurement<long>(value(queue), Tag("queue", queue.Name)));

    private IEnumerable<Measurement<double>> ObserveStages()
    {
        foreach (var stage in _report().Stages)
        {
            yield return new Measurement<double>(stage.P50Ms, Tag("stage", stage.Name), Tag("quantile", "p50"));
            yield return new Measurement<double>(stage.P95Ms, Tag("stage", stage.Name), Tag("quantile", "p95"));
            yield return new Measurement<double>(stage.P99Ms, Tag("stage", stage.Name), Tag("quantile", "p99"));
            yield return new Measurement<double>(stage.MaxMs, Tag("stage", stage.Name), Tag("quantile", "max"));
        }
    }

    private IEnumerable<Measurement<int>> ObserveHealth() =>
        _report().Components.Select(component => new Measurement<int>(
            component.Status switch { HealthStatus.Healthy => 0, HealthStatus.Degraded => 1, _ => 2 }, Tag("component", component.Name)));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
