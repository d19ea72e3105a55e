using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary><c>GET /health</c>.</summary>
public sealed record HealthReport(
    string Status,
    string Mode,
    string Stage,
    string Version,
    Timestamp StartedAt,
    Timestamp Now,
    double Speed,
    string? SqliteVersion,
    IReadOnlyList<ComponentHealth> Components,
    IReadOnlyList<StageTiming> Stages,
    IReadOnlyList<SymbolHealth> Symbols,
    IReadOnlyDictionary<string, long> Discards,
    IReadOnlyList<QueueHealth> Queues,
    IReadOnlyDictionary<string, int> Ports);

/// <summary>One part of the desk. <paramref name="Status"/> is <c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
public sealed record ComponentHealth(string Name, string Status, Timestamp Since, string Detail);

public sealed record StageTiming(string Name, long Count, double P50Ms, double P95Ms, double P99Ms, double MaxMs);

/// <summary><paramref name="FeedState"/> is <c>live</c>, <c>quiet</c>, <c>lagging</c>, <c>dead</c> or <c>closed</c>.</summary>
public sealed record SymbolHealth(string Symbol, long Ticks, Timestamp? LastTickAt, string FeedState, IReadOnlyDictionary<string, long> Bars, double RetainedTickSeconds, DataQualityView DataQuality);

public sealed record QueueHealth(string Name, int Depth, int Capacity, long Dropped);
