namespace TradingDesk.Core.Operations;

/// <summary>The three states of a component and of the desk, as written in JSON.</summary>
public static class HealthStatus
{
    public const string Healthy = "healthy";

    /// <summary>Works, but something needs a look.</summary>
    public const string Degraded = "degraded";

    /// <summary>Does not do what it is for.</summary>
    public const string Unhealthy = "unhealthy";

    /// <summary>The worst of them; healthy where there is none.</summary>
    /// <exception cref="ArgumentException">A status is none of the three.</exception>
    public static string Worst(IEnumerable<string> statuses)
    {
        var worst = 0;
        foreach (var status in statuses)
        {
            worst = Math.Max(worst, RankOf(status));
        }

        return worst switch { 0 => Healthy, 1 => Degraded, _ => Unhealthy };
    }

    private static int RankOf(string status) => status switch
    {
        Healthy => 0,
        Degraded => 1,
        Unhealthy => 2,
        _ => throw new ArgumentException($"Unknown health status {status}.", nameof(status)),
    };
}
