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

/// <summary>How one symbol's data stand.</summary>
/// <param name="FeedState">Of the primary venue: <c>live</c>, <c>quiet</c>, <c>lagging</c>, <c>dead</c> or <c>closed</c>.</param>
/// <param name="CarriedBy">The secondary venue while that carries the bars.</param>
/// <param name="RetainedTickSeconds">Span of the ticks in memory.</param>
/// <param name="RetainedTickBytes">What they take.</param>
/// <param name="Conflating">True while ticks come so fast that quotes are thinned out (discards: <c>conflated</c>).</param>
public sealed record SymbolHealth(
    string Symbol,
    long Ticks,
    Timestamp? LastTickAt,
    string FeedState,
    IReadOnlyDictionary<string, long> Bars,
    double RetainedTickSeconds,
    IReadOnlyList<VenueFeedHealth>? Venues = null,
    string? CarriedBy = null,
    long RetainedTickBytes = 0,
    bool Conflating = false);

/// <summary>How one venue's prices of a symbol stand.</summary>
public sealed record VenueFeedHealth(string Venue, string FeedState, long Ticks, Timestamp LastTickAt);

public sealed record QueueHealth(string Name, int Depth, int Capacity, long Dropped);
