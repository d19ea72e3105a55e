using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using TradingDesk.Tests.Api.Fakes;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Api;

/// <summary>Generated bad requests at every route: no 500, no leak, and every 400 names what is wrong.</summary>
public sealed class BadRequestTests(ITestOutputHelper output)
{
    private const int Seed = 20_240_809;
    private const int Count = 10_000;

    private static readonly string[] Leaks =
    [
        "   at ", ".cs:line", "Exception", "StackTrace", "SELECT ", "sqlite", "SQLite", "/" + "home/", "/" + "root/", "/" + "tmp/", "C:\\", "System.", "Microsoft.", "TradingDesk.", AppContext.BaseDirectory, "<script", "UNION", "DROP TABLE", "passwd",
    ];

    [Fact]
    public async Task TenThousandBadRequests_AtEveryRoute_GiveNo500AndNoLeak()
    {
        await using var server = await ApiServer.StartAsync(settings: Unlimited());

        var faults = await ThrowAsync(server, Count);

        Assert.True(faults.Count == 0, $"seed {Seed}, {faults.Count} faults:\n" + string.Join('\n', faults.Take(20)));
    }

    [Theory]
    [InlineData("throws", "500")]
    [InlineData("leaks", "leak")]
    [InlineData("vague", "names no field")]
    [InlineData("takes anything", "succeeded")]
    public async Task BadRequests_WithAPlantedBug_AreCaught(string bug, string complaint)
    {
        await using var server = await ApiServer.StartAsync(settings: Unlimited(), map: app => Plant(app, bug));

        var faults = await ThrowAsync(server, 1_000);

        Assert.Contains(faults, fault => fault.Contains("/planted", StringComparison.Ordinal) && fault.Contains(complaint, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => !fault.Contains("/planted", StringComparison.Ordinal));
    }

    private static void Plant(WebApplication app, string bug) => app.MapGet("/planted/{symbol}", (string symbol) => bug switch
    {
        "throws" => throw new InvalidOperationException("Planted."),
        "leaks" => Planted(404, new FileNotFoundException("No /" + "home/desk/" + symbol).ToString()),
        "vague" => Planted(400, "Something is wrong."),
        _ => Results.Ok(),
    });

    private static IResult Planted(int status, string detail) =>
        Results.Json(new { type = "x", title = "Planted", status, detail, traceId = "t" }, contentType: "application/problem+json", statusCode: status);

    private async Task<List<string>> ThrowAsync(ApiServer server, int count)
    {
        output.WriteLine($"seed {Seed}, {count} requests");
        var key = server.Keys.Add("fuzzer", "read", "admin");
        var test = (TestServer)server.Services.GetRequiredService<IServer>();
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var requests = new BadRequests(Seed, endpoints);
        var faults = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        for (var i = 0; i < count; i++)
        {
            var request = requests.Next();
            var context = await test.SendAsync(target => Fill(target, request, key));
            var status = context.Response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            if (await ComplaintAsync(context, request) is { } complaint)
            {
                faults.Add($"{complaint}: {request}");
            }
        }

        output.WriteLine(string.Join(", ", statuses.Select(pair => $"{pair.Key}: {pair.Value}")));
        return faults;
    }

    private static void Fill(HttpContext context, BadRequest bad, string key)
    {
        var request = context.Request;
        request.Method = bad.Method;
        request.Scheme = "http";
        request.Host = new HostString("localhost");
        request.Path = new PathString(bad.Path);
        request.QueryString = new QueryString(bad.Query);
        request.Headers.Authorization = "Bearer " + key;
        foreach (var (name, value) in bad.Headers)
        {
            request.Headers[name] = value;
        }

        if (bad.ContentType is not null)
        {
            request.ContentType = bad.ContentType;
            request.ContentLength = bad.Body.Length;
            request.Body = new MemoryStream(bad.Body);
        }
    }

    private static async Task<string?> ComplaintAsync(HttpContext context, BadRequest request)
    {
        var response = context.Response;
        if (response.ContentType == "text/event-stream")
        {
            context.Abort();
            return IsHarmless(request) ? null : "succeeded";
        }

        var body = await new StreamReader(response.Body).ReadToEndAsync();
        return response.StatusCode switch
        {
            >= 500 => $"{response.StatusCode}",
            < 300 => IsHarmless(request) ? null : "succeeded",
            303 when request.Path.StartsWith("/ui/", StringComparison.Ordinal) => "succeeded",
            < 400 => $"{response.StatusCode}",
            _ => ProblemComplaint(response, body),
        };
    }

    private static string? ProblemComplaint(HttpResponse response, string body)
    {
        if (response.ContentType?.StartsWith("application/problem+json", StringComparison.Ordinal) != true)
        {
            return $"{response.StatusCode} is no problem+json";
        }

        if (Leaks.FirstOrDefault(leak => body.Contains(leak, StringComparison.Ordinal)) is { } leaked)
        {
            return $"leak of '{leaked}'";
        }

        var problem = JsonDocument.Parse(body).RootElement;
        var code = problem.TryGetProperty("code", out var known) ? known.GetString() : null;
        return response.StatusCode == 400 && code is not ("ANTIFORGERY" or "UNKNOWN_HOST")
            && !(problem.TryGetProperty("errors", out var errors) && errors.EnumerateObject().Any())
            ? "names no field"
            : null;
    }

    /// <summary>Bad parameters at a route that does not know them are none, nor are odd headers; a single body may happen to be a good one.</summary>
    private static bool IsHarmless(BadRequest request)
    {
        if (request.Method == "POST")
        {
            return request.Path.EndsWith("/run", StringComparison.Ordinal) || request.Path.Contains("/rollback/", StringComparison.Ordinal)
                || Encoding.UTF8.GetString(request.Body).Contains("\"limit\"", StringComparison.Ordinal)
                || (request.Path == "/kill-switch/reset" && Encoding.UTF8.GetString(request.Body) == """{"reason":"x"}""");
        }

        var known = KnownParameters.FirstOrDefault(route => Regex.IsMatch(request.Path, route.Key, RegexOptions.None, TimeSpan.FromSeconds(1))).Value ?? [];
        var bad = request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => known.Contains(pair.Split('=')[0])).ToList();
        return !request.Path.StartsWith("/planted", StringComparison.Ordinal)
            && bad.TrueForAll(pair => pair.EndsWith('=') || IsGoodNumber(pair, "lastEventId=") || IsGoodNumber(pair, "cursor=") || pair is "hoursBack=1.5" || IsListOfNothing(pair));
    }

    private static bool IsGoodNumber(string pair, string name) => pair.StartsWith(name, StringComparison.Ordinal) && pair.Length <= name.Length + 18 && pair[name.Length..].All(char.IsAsciiDigit);

    private static bool IsListOfNothing(string pair) => pair is "types=" or "symbols=" or "symbol=BTCUSD" or "symbols=BTCUSD";

    private static readonly Dictionary<string, string[]> KnownParameters = new(StringComparer.Ordinal)
    {
        ["^/config/[^/]*/history$"] = ["limit"],
        ["^/decision-traces$"] = ["symbol", "verdict", "from", "to", "limit", "cursor"],
        ["^/api/enhanced/candles/"] = ["from", "to", "limit", "cursor"],
        ["^/api/enhanced/volatility-bridge/"] = ["from", "to", "limit", "cursor"],
        ["^/api/enhanced/quality/"] = ["days"],
        ["^/api/enhanced/offset/"] = ["hoursBack"],
        ["^/api/enhanced/ticks/"] = ["hoursBack", "from", "to", "limit", "cursor"],
        ["^/api/enhanced/calendar$"] = ["from", "to", "currency", "importance"],
        ["^/api/enhanced/macro$"] = ["hoursBack"],
        ["^/api/enhanced/stream$"] = ["types", "symbols", "lastEventId"],
        ["^/positions$"] = ["symbol"],
        ["^/orders$"] = ["symbol", "limit"],
        ["^/fills$"] = ["symbol", "limit"],
    };

    internal static Dictionary<string, string?> Unlimited() => new()
    {
        ["Desk:Http:RequestsPerSecond"] = "1000000",
        ["Desk:Http:RequestBurst"] = "1000000",
        ["Desk:Http:FailedSignInLimit"] = "1000",
    };
}
