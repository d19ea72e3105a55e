using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Feeds.Http;

/// <summary>How one client of a foreign server behaves. Limits of a host are shared with every other client of it.</summary>
public sealed record OutgoingClientOptions
{
    /// <summary>Weight per minute that a host grants until it says otherwise: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public required int WeightPerMinute { get; init; }

    /// <summary>Part of it that the desk uses: 0.05 to 1.</summary>
    [Range(0.05, 1.0)]
    public double Use { get; init; } = 0.8;

    /// <summary>One attempt, its body included: 100 ms to 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Retries of a GET that failed for no fault of its own (5xx, no connection, timeout), after 1, 2, 4, 8, 16 s with jitter: 0 to 10.</summary>
    [Range(0, 10)]
    public int Retries { get; init; } = 3;

    /// <summary>Longest wait for a turn or a Retry-After inside one attempt; beyond it the request is refused at once: 0 to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>Header in which the host tells the weight used in its running minute; <see langword="null"/> for none.</summary>
    public string? UsedWeightHeader { get; init; }

    /// <summary>Seeds the jitter of retries.</summary>
    public int JitterSeed { get; init; } = 1;
}
