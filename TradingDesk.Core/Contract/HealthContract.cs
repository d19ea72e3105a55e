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
    IReadOnlyDictionary<string, int> Ports)
{
    /// <summary>The hosts that the desk calls.</summary>
    public IReadOnlyList<RateLimitHealth> RateLimits { get; init; } = [];

    /// <summary>The machine's load and what waits for it; <see langword="null"/> where nobody watches it.</summary>
    public CoordinationHealth? Coordination { get; init; }
}

/// <summary>One foreign host's shared limit.</summary>
/// <param name="Rate">Request weight per minute that the desk allows itself now.</param>
/// <param name="FullRate">The same where no 429 came lately.</param>
/// <param name="Waiting">Requests waiting for their turn.</param>
/// <param name="Rejected">Requests refused so far because they would have waited too long.</param>
/// <param name="BlockedSeconds">What is left of a Retry-After.</param>
/// <param name="Circuit"><c>closed</c>, <c>open</c> or <c>halfOpen</c>.</param>
public sealed record RateLimitHealth(string Host, double Rate, double FullRate, int Waiting, long Rejected, double BlockedSeconds, string Circuit);

/// <summary>Load of the machine, fractions of 1, and the classes of work that wait for it.</summary>
/// <param name="Level"><c>normal</c>, <c>high</c> (deferred work waits) or <c>critical</c> (low work waits too).</param>
public sealed record CoordinationHealth(string Level, double Cpu, double ProcessCpu, double Memory, IReadOnlyList<WorkClassHealth> Classes);

/// <summary>What has waited of one class.</summary>
public sealed record WorkClassHealth(string Class, int Waiting, long Waited, double LongestWaitSeconds);

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
    DataQualityView DataQuality,
    IReadOnlyList<VenueFeedHealth>? Venues = null,
    string? CarriedBy = null,
    long RetainedTickBytes = 0,
    bool Conflating = false);

/// <summary>How one venue's prices of a symbol stand.</summary>
public sealed record VenueFeedHealth(string Venue, string FeedState, long Ticks, Timestamp LastTickAt);

public sealed record QueueHealth(string Name, int Depth, int Capacity, long Dropped);
