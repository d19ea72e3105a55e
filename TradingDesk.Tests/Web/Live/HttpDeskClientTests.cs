using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using TradingDesk.Core.Contract;
using TradingDesk.Web.Live;

namespace TradingDesk.Tests.Web.Live;

public sealed class HttpDeskClientTests
{
    private Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

    [Fact]
    public async Task Request_CarriesTheCircuitsToken()
    {
        string? sent = null;
        _answer = (request, _) =>
        {
            sent = request.Headers.Authorization?.ToString();
            return Json("""{"enabled":true,"symbols":["BTCUSD"],"since":"2026-03-02T12:00:00Z","by":"ann","reason":"x"}""");
        };

        var view = await Client().GetShadowModeAsync(CancellationToken.None);

        Assert.Equal("Bearer circuit-token", sent);
        Assert.Equal(Samples.Noon, view.Value.Since);
    }

    [Fact]
    public async Task Post_CarriesBodyAndIdempotencyKey()
    {
        HttpRequestMessage? sent = null;
        string? body = null;
        _answer = async (request, token) =>
        {
            sent = request;
            body = await request.Content!.ReadAsStringAsync(token);
            return await Json("""{"enabled":true,"symbols":[],"since":null,"by":null,"reason":null}""");
        };

        await Client().SetShadowModeAsync(new ShadowModeRequest(true, [], "drill"), CancellationToken.None);

        Assert.Equal("/shadow-mode", sent!.RequestUri!.AbsolutePath);
        Assert.True(sent.Headers.Contains("Idempotency-Key"));
        Assert.Equal("""{"enabled":true,"symbols":[],"reason":"drill"}""", body);
    }

    [Fact]
    public async Task Problem_BecomesFaultWithEveryFieldNamed()
    {
        _answer = (_, _) => Json("""{"title":"Bad","status":400,"errors":{"reason":["is required"],"symbols":["unknown: ABC"]}}""", HttpStatusCode.BadRequest, "application/problem+json");

        var outcome = await Client().SetShadowModeAsync(new ShadowModeRequest(true, [], ""), CancellationToken.None);

        Assert.Equal("BAD_REQUEST", outcome.Fault!.Code);
        Assert.Equal("reason: is required symbols: unknown: ABC", outcome.Fault.Message);
        Assert.Equal("reason", outcome.Fault.Field);
    }

    [Fact]
    public async Task NetworkFaults_NeverThrow()
    {
        _answer = (_, _) => throw new HttpRequestException("refused");
        Assert.Equal("UNREACHABLE", (await Client().GetStatusAsync(CancellationToken.None)).Fault!.Code);

        _answer = (_, _) => Json("<html>");
        Assert.Equal("UNREADABLE", (await Client().GetStatusAsync(CancellationToken.None)).Fault!.Code);

        _answer = (_, _) => Json("null");
        Assert.Equal("EMPTY_ANSWER", (await Client().GetStatusAsync(CancellationToken.None)).Fault!.Code);

        _answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway));
        Assert.Equal("HTTP_502", (await Client().GetStatusAsync(CancellationToken.None)).Fault!.Code);

        _answer = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new HttpResponseMessage();
        };
        Assert.Equal("TIMEOUT", (await Client(150).GetStatusAsync(CancellationToken.None)).Fault!.Code);
        Assert.Equal("CANCELLED", (await Client().GetStatusAsync(new CancellationToken(canceled: true))).Fault!.Code);
        Assert.Equal("TIMEOUT", (await Client(150).OpenStreamAsync("7", CancellationToken.None)).Fault!.Code);
    }

    [Fact]
    public void Filter_EscapesWhatPeopleType() =>
        Assert.Equal("?limit=20&symbol=A%26b&from=2026-03-02T12%3A00%3A00Z", new DecisionFilter(Symbol: "A&b", From: Samples.Noon, Limit: 20).ToQuery());

    private static Task<HttpResponseMessage> Json(string text, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json") =>
        Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, type) });

    private HttpDeskClient Client(int timeoutMilliseconds = 30_000) =>
        new(new Factory(this), new Token(), Options.Create(new DeskClientOptions { RequestTimeoutMilliseconds = timeoutMilliseconds }));

    private sealed class Token : ICircuitTokenProvider
    {
        public ValueTask<string?> GetTokenAsync(CancellationToken cancellationToken) => new("circuit-token");
    }

    private sealed class Factory(HttpDeskClientTests test) : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("http://127.0.0.1:1/") };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => test._answer(request, cancellationToken);
    }
}
