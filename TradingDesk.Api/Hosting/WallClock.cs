namespace TradingDesk.Api.Hosting;

/// <summary>The people's clock under a name of its own, for endpoints: heartbeats and waiting times are never scaled.</summary>
internal sealed record WallClock(TimeProvider Provider);
