namespace TradingDesk.Web.Live;

public enum StreamState
{
    /// <summary>Not opened yet.</summary>
    Connecting,

    Live,

    /// <summary>Open again; what happened meanwhile is coming in.</summary>
    CatchingUp,

    Lost,
}

/// <summary>The event stream's connection.</summary>
/// <param name="Since">When this state began, on this computer's clock.</param>
/// <param name="Missed">Events that were caught up after the last loss.</param>
/// <param name="Gap">True where the desk no longer held everything since the last event seen.</param>
public sealed record StreamStatus(StreamState State, DateTimeOffset Since, int Missed, bool Gap, string Detail);
