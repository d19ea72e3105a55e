using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace TradingDesk.Tests.Api.Fakes;

/// <summary>A request that must not succeed.</summary>
internal sealed record BadRequest(string Method, string Path, string Query, string? ContentType, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public override string ToString() => $"{Method} {Escape(Path)}{Escape(Query)} {ContentType} {Escape(Encoding.Latin1.GetString(Body))} {string.Join(' ', Headers.Select(header => header.Key + "=" + Escape(header.Value)))}";

    private static string Escape(string text) => string.Concat(text.Take(200).Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}"));
}

/// <summary>Makes bad requests for every route, from a seed.</summary>
internal sealed class BadRequests(int seed, IReadOnlyList<RouteEndpoint> endpoints)
{
    /// <summary>What attackers and accidents put where a name belongs (T25).</summary>
    public static readonly string[] Corpus =
    [
        "' OR 1=1--", "\"; DROP TABLE trades;--", "1 UNION SELECT * FROM api_keys", "../../etc/passwd", "..\\..\\windows\\win.ini", "%2e%2e%2f", "..%c0%af..", "....//", "CON", "NUL.txt",
        "BTC\0USD", "BTC\r\nSet-Cookie: a=b", "BTC\u202EUSD", "btcusd", "BT", "ＢＴＣＵＳＤ", "<script>alert(1)</script>", "\" onerror=\"x", "javascript:alert(1)", "${jndi:ldap://x}", "{{7*7}}",
        "=cmd|' /C calc'!A0", "\uFEFFBTCUSD", "BTCUSD ", " BTCUSD", "-1", "1e308", "NaN", "true", "null", "[]", "{}", "\u0000", "\uFFFD", "é", "日本語", "\U0001F600",
        new('A', 21), new('A', 7_000), new('9', 400), "%00", "%", "%zz", "a&b=c", "#", "?", ";", "a;b", "*", "~", "|", "`id`", "$(id)",
    ];

    private static readonly string[] Texts = ["limit", "cursor", "from", "to", "hoursBack", "verdict", "symbol", "types", "symbols", "lastEventId"];
    private static readonly string[] BadNumbers = ["-1", "0", "1001", "99999999999999999999", "1.5", "1e3", "0x10", "NaN", "Infinity", "１", " 1", "", "abc", "1,2"];
    private static readonly string[] BadInstants = ["yesterday", "2024-13-01T00:00:00Z", "1723204800", "2024-08-09T25:00:00Z", "0000-00-00", "-2024-01-01T00:00:00Z", "99999-01-01T00:00:00Z", "", "T", "2024-08-09T12:00:00Z' --"];

    private static readonly string[] BadBodies =
    [
        "", " ", "null", "true", "0", "\"text\"", "[]", "[{}]", "{", "}", "{\"enabled\":}", "{\"enabled\":true,}", "{'enabled':true}", "{\"enabled\":\"true\"}", "{\"enabled\":1,\"reason\":5}",
        "{\"enabled\":true}", "{\"reason\":\"x\"}", "{\"enabled\":null,\"symbols\":{},\"reason\":[]}", "{\"enabled\":true,\"symbols\":\"BTCUSD\",\"reason\":\"x\"}", "{\"enabled\":true,\"symbols\":[1,null,{}],\"reason\":\"x\"}",
        "{\"enabled\":true,\"enabled\":true,\"reason\":\"x\"}", "{\"level\":\"NORMAL\",\"reason\":\"\"}", "{\"level\":\"flatten\",\"reason\":\"a\\u0000b\"}", "{\"level\":4,\"reason\":\"\\ud800\"}", "{\"\\ud800\":1}",
        "{\"level\":\"\\ud800\",\"reason\":\"x\"}", "{\"enabled\":true,\"reason\":\"x\",\"__proto__\":{\"admin\":true}}", "{\"limit\":1e400}", "{\"limit\":-1}", "{\"limit\":\"5\"}", "{\"limit\":NaN}", "/*c*/{}", "{\"reason\":\"\\u202e\"}",
        "{\"$type\":\"System.Diagnostics.Process\"}", "<xml/>", "enabled=true&reason=x", "\uFEFF{}",
    ];

    private static readonly string[] MediaTypes = ["application/json", "application/json", "application/json", "application/merge-patch+json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/xml", "nonsense", ""];

    private readonly Random _random = new(seed);
    private int _next;

    public BadRequest Next()
    {
        var endpoint = endpoints[_next++ % endpoints.Count];
        var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
        var isPost = method == "POST";
        var hasParameter = endpoint.RoutePattern.Parameters.Count > 0;
        return _random.Next(6) switch
        {
            0 => Make(method == "GET" ? Pick(["POST", "PUT", "DELETE", "PATCH", "TRACE", "QUERY", "X"]) : Pick(["GET", "PUT", "DELETE", "PATCH"]), PathOf(endpoint, bad: false), ""),
            1 when isPost => Make(method, PathOf(endpoint, bad: false), "", Pick(MediaTypes), BadBody()),
            2 when isPost => Make(method, PathOf(endpoint, bad: false), "", "application/json", BadBody()),
            3 when hasParameter => Make(method, PathOf(endpoint, bad: true), Chance() ? BadQuery() : "", isPost ? "application/json" : null, isPost ? "{}"u8.ToArray() : []),
            4 => Make(method, PathOf(endpoint, bad: hasParameter) + "/" + Pick(Corpus), ""),
            _ => Make(method, PathOf(endpoint, bad: hasParameter && Chance()), BadQuery(), isPost ? Pick(MediaTypes) : null, isPost ? BadBody() : []),
        };
    }

    private BadRequest Make(string method, string path, string query, string? contentType = null, byte[]? body = null)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (_random.Next(8) == 0)
        {
            headers[Pick(["Idempotency-Key", "Last-Event-ID", "Accept", "Accept-Language", "X-Forwarded-For", "Cookie", "Content-Encoding", "If-None-Match", "Range"])] = Pick(Corpus);
        }

        return new BadRequest(method, path, query, contentType, body ?? [], headers);
    }

    private string PathOf(RouteEndpoint endpoint, bool bad) => string.Concat(endpoint.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart when bad && _random.Next(4) > 0 => Pick(Corpus),
        RoutePatternParameterPart { Name: "symbol" } => Pick(["BTCUSD", "XAUUSD"]),
        RoutePatternParameterPart { Name: "timeframe" } => Pick(["M1", "M7", "m5", "0", "H12"]),
        _ => Pick(["1", "T1", "zzz"]),
    }))));

    private string BadQuery()
    {
        var pairs = Enumerable.Range(0, _random.Next(1, 5)).Select(_ =>
        {
            var name = Pick(Texts);
            var value = name switch
            {
                "limit" or "hoursBack" or "lastEventId" => Pick(BadNumbers),
                "from" or "to" => Pick(BadInstants),
                _ => Pick(Corpus),
            };
            return name + "=" + (Chance() ? Uri.EscapeDataString(value) : Raw(value));
        });
        return "?" + string.Join('&', pairs);
    }

    private byte[] BadBody()
    {
        switch (_random.Next(6))
        {
            case 0:
                var noise = new byte[_random.Next(1, 300)];
                _random.NextBytes(noise);
                return noise;
            case 1:
                return Encoding.ASCII.GetBytes(new string('[', _random.Next(1, 2_000)));
            case 2:
                return Encoding.ASCII.GetBytes("{\"reason\":\"" + new string('x', _random.Next(400, 80_000)) + "\"}");
            case 3:
                var good = Encoding.UTF8.GetBytes("{\"enabled\":true,\"symbols\":[\"BTCUSD\"],\"reason\":\"calm\",\"extra\":1}");
                good[_random.Next(good.Length)] = (byte)_random.Next(256);
                return good;
            default:
                return Encoding.UTF8.GetBytes(Pick(BadBodies));
        }
    }

    // A raw query string cannot hold what ends it.
    private static string Raw(string value) => string.Concat(value.Where(c => c is not ('#' or '\0' or '\r' or '\n')));

    private bool Chance() => _random.Next(2) == 0;

    private string Pick(IReadOnlyList<string> from) => from[_random.Next(from.Count)];

    public static string SeedText(int seed) => string.Create(CultureInfo.InvariantCulture, $"seed {seed}");
}
