using System.Globalization;
using System.Net;
using System.Text;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>Answers REST requests from a function and notes when each came, by the test's clock.</summary>
internal sealed class RestHandlerStub(ManualTimeProvider clock, Func<string, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly Lock _lock = new();

    public List<(TimeSpan At, string Path)> Calls { get; } = [];

    public static HttpResponseMessage Json(string body, int? usedWeight = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (usedWeight is { } used)
        {
            response.Headers.Add("X-MBX-USED-WEIGHT-1M", used.ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }

    public static HttpResponseMessage Limited(int status, int retryAfterSeconds)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent([]) };
        response.Headers.Add("Retry-After", retryAfterSeconds.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Calls.Add((clock.GetElapsedTime(0), request.RequestUri!.PathAndQuery));
            return Task.FromResult(answer(request.RequestUri.PathAndQuery, Calls.Count));
        }
    }
}
