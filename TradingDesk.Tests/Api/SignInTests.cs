using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Api.Fakes;

namespace TradingDesk.Tests.Api;

/// <summary>The first sign-in link, sessions by cookie, and the forms that browsers post.</summary>
public sealed partial class SignInTests
{
    [Fact]
    public async Task FirstStart_OneTimeLink_SignsInExactlyOnce()
    {
        await using var server = await StartAsync();
        var code = await PrintedCodeAsync(server);
        using var browser = new Browser(server);

        using var first = await browser.PostFormAsync("/ui/signin", ("code", code), ("returnUrl", "/symbol/BTCUSD"));
        Assert.Equal((HttpStatusCode.SeeOther, "/symbol/BTCUSD"), (first.StatusCode, first.Headers.Location?.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health")).StatusCode);
        var cookie = first.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("tradingdesk=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        using var thief = new Browser(server);
        using var second = await thief.PostFormAsync("/ui/signin", ("code", code));
        Assert.Equal("/signin?error=code&returnUrl=%2F", second.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Session_OfSignedInUser_EndsWithSignOutOrNewPassword()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server);
        await browser.PostFormAsync("/ui/signin", ("code", await PrintedCodeAsync(server)));
        await server.Users.SetPasswordAsync("admin", "a long enough password", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/health")).StatusCode);

        await browser.PostFormAsync("/ui/signin", ("user", "admin"), ("password", "a long enough password"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health")).StatusCode);

        using var left = await browser.PostFormAsync("/ui/signout");
        Assert.Equal("/signin", left.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Password_WrongTenTimes_IsNotEvenLookedAtWhileTheAddressWaits()
    {
        await using var server = await StartAsync();
        await PrintedCodeAsync(server);
        await server.Users.SetPasswordAsync("admin", "a long enough password", CancellationToken.None);
        using var browser = new Browser(server);
        for (var i = 0; i < 11; i++)
        {
            await browser.PostFormAsync("/ui/signin", ("user", "admin"), ("password", "wrong password"));
        }

        using var right = await browser.PostFormAsync("/ui/signin", ("user", "admin"), ("password", "a long enough password"));

        await right.ProblemAsync(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Forms_WithoutAntiforgeryToken_AreRefused()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server);
        await browser.PostFormAsync("/ui/signin", ("code", await PrintedCodeAsync(server)));

        foreach (var path in new[] { "/ui/signin", "/ui/signout", "/ui/kill-switch" })
        {
            using var bare = await browser.PostBareAsync(path, new FormUrlEncodedContent([new("level", "FLATTEN"), new("reason", "x"), new("code", "x")]));
            Assert.Equal("ANTIFORGERY", (await bare.ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("code").GetString());
        }

        // The session alone may read the API, but not change anything through it.
        using var api = await browser.PostBareAsync("/kill-switch", new StringContent("""{"level":"FLATTEN","reason":"x"}""", System.Text.Encoding.UTF8, "application/json"));
        await api.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(0, server.Desk.Changes);
    }

    [Fact]
    public async Task KillSwitchForm_OfATrader_RaisesAndReturns()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server);
        await browser.PostFormAsync("/ui/signin", ("code", await PrintedCodeAsync(server)));

        using var answer = await browser.PostFormAsync("/ui/kill-switch", ("level", "STOP_NEW"), ("reason", "storm"), ("returnUrl", "/"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(("STOP_NEW", "admin"), (server.Desk.KillSwitch.Level, server.Desk.KillSwitch.By));
        Assert.Contains(server.Audit.Entries, entry => entry.Record is { What: "POST /ui/kill-switch", Who: "admin" });

        using var wrong = await browser.PostFormAsync("/ui/kill-switch", ("level", "NORMAL"), ("reason", ""));
        Assert.Equal(["level", "reason"], (await wrong.ProblemAsync(HttpStatusCode.BadRequest)).ErrorFields());
    }

    [Fact]
    public async Task FirstStart_AfterSomebodySignedIn_PrintsNoLink()
    {
        var users = new FakeUsers();
        await users.CreateAsync("admin", DeskRoles.Admin, CancellationToken.None);
        var token = await users.CreateSignInTokenAsync("admin", TimeSpan.FromHours(1), CancellationToken.None);
        await users.RedeemSignInTokenAsync(token.Value, CancellationToken.None);

        await using var server = await ApiServer.StartAsync(services: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IUserStore>(services, users));
        await Task.Delay(200);

        Assert.DoesNotContain("signin", server.Console.ToString(), StringComparison.Ordinal);
    }

    private static Task<ApiServer> StartAsync() => ApiServer.StartAsync(map: app => app.MapGet("/test/form", (HttpContext http, IAntiforgery antiforgery) =>
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return Results.Text(tokens.RequestToken);
    }).AllowAnonymous());

    private static async Task<string> PrintedCodeAsync(ApiServer server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            if (Link().Match(server.Console.ToString()) is { Success: true } link)
            {
                return link.Groups["code"].Value;
            }

            await Task.Delay(10, patience.Token);
        }
    }

    [GeneratedRegex(@"http://\S+/signin#code=(?<code>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();

    /// <summary>Keeps cookies and fetches antiforgery tokens, follows nothing.</summary>
    private sealed class Browser(ApiServer server) : IDisposable
    {
        private readonly CookieContainer _cookies = new();
        private readonly HttpMessageInvoker _http = new(server.Handler());
        private static readonly Uri Home = new("http://localhost/");

        public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Home, path)));

        public Task<HttpResponseMessage> PostBareAsync(string path, HttpContent content) => SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Home, path)) { Content = content });

        public async Task<HttpResponseMessage> PostFormAsync(string path, params (string Name, string Value)[] fields)
        {
            var token = await (await GetAsync("/test/form")).Content.ReadAsStringAsync();
            var pairs = fields.Append(("__RequestVerificationToken", token)).Select(field => new KeyValuePair<string, string>(field.Item1, field.Item2));
            return await PostBareAsync(path, new FormUrlEncodedContent(pairs));
        }

        public void Dispose() => _http.Dispose();

        private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        {
            if (_cookies.GetCookieHeader(Home) is { Length: > 0 } header)
            {
                request.Headers.Add("Cookie", header);
            }

            var response = await _http.SendAsync(request, CancellationToken.None);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                _cookies.SetCookies(Home, cookie);
            }

            return response;
        }
    }
}
