using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds;

/// <summary>How an instrument's prices from one venue stand, as <c>/health</c> says it (in lower case).</summary>
public enum FeedState : byte
{
    Live,

    /// <summary>Connected, but no tick for longer than usual.</summary>
    Quiet,

    /// <summary>Ticks come, but old.</summary>
    Lagging,

    /// <summary>Not connected, or nothing for so long that it might as well not be.</summary>
    Dead,

    /// <summary>The market is closed.</summary>
    Closed,
}

/// <summary>Limits of <see cref="FeedMonitor"/>. Section <c>Desk:FeedMonitor</c>.</summary>
public sealed class FeedMonitorOptions
{
    /// <summary>Age of the last tick from which an instrument counts as quiet: 1 to 600 s.</summary>
    [Range(1, 600)]
    public double QuietAfterSeconds { get; set; } = 10;

    /// <summary>Age of the last tick from which it counts as dead: 5 to 3,600 s.</summary>
    [Range(5, 3_600)]
    public double DeadAfterSeconds { get; set; } = 120;

    /// <summary>Delay from event to receipt from which ticks count as lagging: 0.1 to 60 s.</summary>
    [Range(0.1, 60)]
    public double LaggingAfterSeconds { get; set; } = 2;
}

/// <summary>Judges feeds by their last tick. Without state; any thread.</summary>
public sealed class FeedMonitor(FeedMonitorOptions options)
{
    /// <param name="lastTick">The instrument's last tick from the venue; <see langword="null"/> where none came.</param>
    public FeedState StateOf(FeedStatus status, Tick? lastTick, Timestamp now, bool isMarketClosed)
    {
        if (isMarketClosed)
        {
            return FeedState.Closed;
        }

        if (status.Connection is FeedConnection.Disconnected or FeedConnection.Failed || lastTick is not { } tick)
        {
            return FeedState.Dead;
        }

        var age = now - tick.ReceivedAt;
        var delay = tick.Backfilled ? TimeSpan.Zero : tick.ReceivedAt - tick.OccurredAt;
        return age > TimeSpan.FromSeconds(options.DeadAfterSeconds) ? FeedState.Dead
            : delay > TimeSpan.FromSeconds(options.LaggingAfterSeconds) ? FeedState.Lagging
            : age > TimeSpan.FromSeconds(options.QuietAfterSeconds) ? FeedState.Quiet
            : FeedState.Live;
    }
}
