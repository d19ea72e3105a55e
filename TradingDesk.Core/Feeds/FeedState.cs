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

public static class FeedStateExtensions
{
    /// <summary>live, quiet, lagging, dead, closed.</summary>
    public static string ToName(this FeedState state) => state switch
    {
        FeedState.Live => "live",
        FeedState.Quiet => "quiet",
        FeedState.Lagging => "lagging",
        FeedState.Dead => "dead",
        FeedState.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };
}
