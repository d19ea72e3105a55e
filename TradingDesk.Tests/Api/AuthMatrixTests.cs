using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TradingDesk.Api.Auth;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Api.Fakes;

namespace TradingDesk.Tests.Api;

/// <summary>T23: every endpoint that exists, against every kind of caller. A new endpoint is in the table by existing.</summary>
public sealed class AuthMatrixTests
{
    private static readonly HashSet<string> Open = new(StringComparer.Ordinal) { "GET /health/live", "GET /health/ready", "POST /ui/signin" };

    [Fact]
    public async Task EveryEndpoint_EveryCaller_AnswersAsTheTableSays()
    {
        await using var server = await ApiServer.StartAsync(settings: NoLockout());

        var faults = await CheckAsync(server);

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task EveryEndpoint_WithOneLeftOpen_IsCaught()
    {
        await using var server = await ApiServer.StartAsync(settings: NoLockout(), map: app => app.MapGet("/forgotten", () => "all yours").AllowAnonymous());

        Assert.Contains(await CheckAsync(server), fault => fault.Contains("GET /forgotten", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryEndpoint_WithAChangeForReaders_IsCaught()
    {
        await using var server = await ApiServer.StartAsync(settings: NoLockout(), map: app => app.MapPost("/sloppy", () => "done"));

        Assert.Contains(await CheckAsync(server), fault => fault.Contains("POST /sloppy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnknownRoute_Stranger_LearnsNothing()
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync("/anything");

        await response.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static async Task<List<string>> CheckAsync(ApiServer server)
    {
        var keys = new Dictionary<string, string?>
        {
            ["none"] = null,
            ["wrong"] = "td_0000000000000000_not-a-key-of-this-desk-0123456789abcdef",
            ["expired"] = server.Keys.Add("expired", ["read", "admin"], DateTimeOffset.UtcNow.AddSeconds(-1)),
            ["read"] = server.Keys.Add("reader", "read"),
            ["trade"] = server.Keys.Add("trader", "trade"),
            ["admin"] = server.Keys.Add("admin", "read", "admin"),
        };
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count >= 25, $"Only {endpoints.Count} endpoints were found.");

        var faults = new List<string>();
        foreach (var endpoint in endpoints)
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                foreach (var (caller, key) in keys)
                {
                    if (await CheckOneAsync(server, endpoint, method, caller, key) is { } fault)
                    {
                        faults.Add(fault);
                    }
                }
            }
        }

        return faults;
    }

    private static async Task<string?> CheckOneAsync(ApiServer server, RouteEndpoint endpoint, string method, string caller, string? key)
    {
        var route = $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";
        using var client = server.Client(key);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        using var request = new HttpRequestMessage(new HttpMethod(method), Fill(endpoint));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);

        var expected = Expected(route, method, endpoint, caller);
        return expected(response.StatusCode) ? null : $"{route} as {caller}: {response.StatusCode}";
    }

    /// <summary>The table. Reading needs read; everything that is not a GET needs trade or admin, and says so.</summary>
    private static Func<HttpStatusCode, bool> Expected(string route, string method, RouteEndpoint endpoint, string caller)
    {
        if (Open.Contains(route))
        {
            return status => status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
        }

        if (caller is "none" or "wrong" or "expired")
        {
            return status => status == HttpStatusCode.Unauthorized;
        }

        var needed = method == "GET" || route == "POST /ui/signout" ? ApiScopes.Read
            : route is "POST /kill-switch" or "POST /ui/kill-switch" ? ApiScopes.Trade
            : ApiScopes.Admin;
        var declared = endpoint.Metadata.GetMetadata<ChangeMetadata>()?.Scope ?? ApiScopes.Read;
        var allowed = caller == "admin" || needed == ApiScopes.Read || caller == needed;
        return declared != needed ? _ => false
            : allowed ? status => status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError)
            : status => status == HttpStatusCode.Forbidden;
    }

    private static string Fill(RouteEndpoint endpoint) => string.Concat(endpoint.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "symbol" } => "BTCUSD",
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "timeframe" } => "M5",
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "documentName" } => "v1",
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "job" } => "h1-close",
        _ => "1",
    }))));

    private static Dictionary<string, string?> NoLockout() => new() { ["Desk:Http:FailedSignInLimit"] = "1000" };
}
