using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TradingDesk.Api.Auth;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Api.Fakes;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Api;

/// <summary>Lockout, audit, idempotency, cross-site requests, host names, rate limits.</summary>
public sealed class SecurityTests
{
    private static readonly DateTimeOffset Noon = new(2024, 8, 9, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task WrongKey_ElevenTimes_WaitsAndTheWaitGrows()
    {
        var clock = new ManualTimeProvider(Noon);
        await using var server = await ApiServer.StartAsync(clock: clock);
        using var wrong = server.Client("td_wrong");
        using var right = server.ClientWith("read");

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.GetAsync("/health")).StatusCode);
        }

        var first = await wrong.GetAsync("/health");
        await first.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(30), first.Headers.RetryAfter?.Delta);

        // Others at the same address, who know their key, are served.
        Assert.Equal(HttpStatusCode.OK, (await right.GetAsync("/health")).StatusCode);

        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(TimeSpan.FromSeconds(60), (await wrong.GetAsync("/health")).Headers.RetryAfter?.Delta);

        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Key_Expired_IsRefusedFromThatInstantOn()
    {
        var clock = new ManualTimeProvider(Noon);
        await using var server = await ApiServer.StartAsync(clock: clock);
        using var client = server.Client(server.Keys.Add("brief", ["read"], Noon.AddMinutes(1)));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Changes_DoneRefusedAndForbidden_AreInTheAuditLog()
    {
        await using var server = await ApiServer.StartAsync();
        using var admin = server.ClientWith("admin");
        using var reader = server.ClientWith("read");

        await admin.PostJsonAsync("/shadow-mode", new { enabled = true, symbols = new[] { "BTCUSD" }, reason = "calm" });
        await admin.PostJsonAsync("/kill-switch", new { level = "NONSENSE", reason = "x" });
        await reader.PostJsonAsync("/kill-switch", new { level = "FLATTEN", reason = "x" });
        await reader.GetAsync("/health");

        var records = server.Audit.Entries.Select(entry => entry.Record).ToList();
        Assert.Equal(3, records.Count);
        Assert.Equal(("key:admin", "POST /shadow-mode", "BTCUSD"), (records[0].Who, records[0].What, records[0].Target));
        Assert.False(JsonDocument.Parse(records[0].Before!).RootElement.GetProperty("enabled").GetBoolean());
        Assert.True(JsonDocument.Parse(records[0].After!).RootElement.GetProperty("enabled").GetBoolean());
        Assert.NotNull(records[0].From);
        Assert.Equal(400, JsonDocument.Parse(records[1].After!).RootElement.GetProperty("refused").GetInt32());
        Assert.Equal(("key:read", 403), (records[2].Who, JsonDocument.Parse(records[2].After!).RootElement.GetProperty("refused").GetInt32()));
    }

    [Fact]
    public async Task IdempotencyKey_Repeat_GetsTheFirstAnswerAndChangesNothing()
    {
        await using var server = await ApiServer.StartAsync();
        using var admin = server.ClientWith("admin");
        using var other = server.Client(server.Keys.Add("other", "admin"));
        var body = new { enabled = true, reason = "calm" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => admin.PostJsonAsync("/shadow-mode", body, "k1")));
        var texts = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()));

        Assert.Equal(1, server.Desk.Changes);
        Assert.Single(texts.Distinct());
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(19, answers.Count(answer => answer.Headers.Contains("Idempotency-Replayed")));
        Assert.Single(server.Audit.Entries);

        await (await admin.PostJsonAsync("/shadow-mode", new { enabled = false, reason = "calm" }, "k1")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await (await other.PostJsonAsync("/shadow-mode", body, "k1")).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(2, server.Desk.Changes);
        await (await admin.PostJsonAsync("/shadow-mode", body, new string('k', 201))).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Request_ForAnotherHostOrFromAnotherOrigin_IsRefused()
    {
        await using var server = await ApiServer.StartAsync();
        using var admin = server.ClientWith("admin");

        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { Host = "evil.example" } };
        await (await admin.SendAsync(rebound)).ProblemAsync(HttpStatusCode.BadRequest);

        foreach (var (origin, site) in new[] { ("http://evil.example", ""), ("http://localhost:9999", ""), ("https://localhost:81", ""), ("null", "cross-site"), ("nonsense", "same-origin") })
        {
            using var foreign = Post(origin, site);
            await (await admin.SendAsync(foreign)).ProblemAsync(HttpStatusCode.Forbidden);
        }

        Assert.Equal(0, server.Desk.Changes);
        foreach (var (origin, site) in new[] { ("http://localhost", "same-origin"), ("null", "same-origin") })
        {
            using var own = Post(origin, site);
            await (await admin.SendAsync(own)).JsonAsync(HttpStatusCode.OK);
        }

        static HttpRequestMessage Post(string origin, string site)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/shadow-mode") { Content = new StringContent("""{"enabled":true,"reason":"x"}""", Encoding.UTF8, "application/json") };
            request.Headers.Add("Origin", origin);
            if (site.Length > 0)
            {
                request.Headers.Add("Sec-Fetch-Site", site);
            }

            return request;
        }
    }

    [Fact]
    public async Task Requests_BeyondTheBurst_Are429WithRetryAfterAndOthersAreServed()
    {
        await using var server = await ApiServer.StartAsync(settings: new() { ["Desk:Http:RequestsPerSecond"] = "10", ["Desk:Http:RequestBurst"] = "20" });
        using var greedy = server.Client(server.Keys.Add("greedy", "read"));
        using var other = server.Client(server.Keys.Add("other", "read"));

        var statuses = new List<HttpStatusCode>();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 60; i++)
        {
            var response = await greedy.GetAsync("/shadow-mode");
            statuses.Add(response.StatusCode);
            refused = response.StatusCode == HttpStatusCode.TooManyRequests ? response : refused;
        }

        Assert.True(statuses.Count(status => status == HttpStatusCode.OK) is >= 20 and < 40);
        Assert.NotNull(refused);
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/shadow-mode")).StatusCode);
    }

    [Fact]
    public async Task CircuitToken_OfAUser_HasTheRolesScopesAndExpires()
    {
        var clock = new ManualTimeProvider(Noon);
        await using var server = await ApiServer.StartAsync(clock: clock);
        var tokens = (CircuitTokens)server.Services.GetService(typeof(CircuitTokens))!;
        var (token, _) = tokens.Issue(new DeskUser("eve", DeskRoles.Viewer, HasPassword: false, 1, FakeDesk.Start, LastSignInAt: null));
        using var client = server.Client(token);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/status")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostJsonAsync("/kill-switch", new { level = "FLATTEN", reason = "x" })).StatusCode);

        clock.Advance(CircuitTokens.Lifetime);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/status")).StatusCode);
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Bearer  ")]
    [InlineData("bearer nonsense")]
    public async Task Authorization_OfAnyOtherForm_Is401(string header)
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await client.SendAsync(request);

        await response.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(new AuthenticationHeaderValue("Bearer"), response.Headers.WwwAuthenticate.Single());
    }

    [Fact]
    public async Task KeyFolder_AfterStart_IsTheOwnersAlone()
    {
        await using var server = await ApiServer.StartAsync();

        var folder = Path.Combine(server.Folder, "keys");

        Assert.True(Directory.Exists(folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }
}
