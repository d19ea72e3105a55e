using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Web.Live;

/// <summary>How the dashboard reaches the API. Configuration section <c>Desk:Dashboard</c>.</summary>
public sealed class DeskClientOptions
{
    public const string Section = "Desk:Dashboard";

    /// <summary>Address of the API. Default: none, which means this process's own first HTTP address.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Time that one request may take. Milliseconds, 100…60,000; default 5,000.</summary>
    [Range(100, 60_000)]
    public int RequestTimeoutMilliseconds { get; set; } = 5_000;

    /// <summary>Pause between two readings of the status row. Milliseconds, 250…10,000; default 1,000: a lost API shows within two seconds.</summary>
    [Range(250, 10_000)]
    public int StatusIntervalMilliseconds { get; set; } = 1_000;

    /// <summary>Longest time that a tile's market state stays without a fresh reading. Milliseconds, 500…60,000; default 5,000.</summary>
    [Range(500, 60_000)]
    public int MarketStateIntervalMilliseconds { get; set; } = 5_000;

    /// <summary>Least time between two redraws of one component. Milliseconds, 50…2,000; default 200.</summary>
    [Range(50, 2_000)]
    public int RedrawIntervalMilliseconds { get; set; } = 200;

    /// <summary>First pause before the event stream is opened again. Milliseconds, 50…10,000; default 300. It doubles up to <see cref="ReconnectMaxMilliseconds"/>.</summary>
    [Range(50, 10_000)]
    public int ReconnectMinMilliseconds { get; set; } = 300;

    /// <summary>Longest pause before the event stream is opened again. Milliseconds, 50…60,000; default 5,000.</summary>
    [Range(50, 60_000)]
    public int ReconnectMaxMilliseconds { get; set; } = 5_000;

    /// <summary>Age from which a panel counts as stale. Milliseconds, 1,000…600,000; default 15,000.</summary>
    [Range(1_000, 600_000)]
    public int StaleAfterMilliseconds { get; set; } = 15_000;
}
