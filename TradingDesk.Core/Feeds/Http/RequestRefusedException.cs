namespace TradingDesk.Core.Feeds.Http;

/// <summary>The request was not sent (again): the host's limit leaves no room for it within the client's patience.</summary>
public sealed class RequestRefusedException(string host, TimeSpan retryAfter)
    : HttpRequestException($"No request to {host} for another {retryAfter.TotalSeconds:F0} s.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
