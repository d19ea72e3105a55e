namespace TradingDesk.Api;

/// <summary>Names this host for <c>WebApplicationFactory&lt;ApiHost&gt;</c>.</summary>
public sealed class ApiHost;
