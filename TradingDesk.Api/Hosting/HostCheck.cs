using System.Net;
using TradingDesk.Api.Problems;

namespace TradingDesk.Api.Hosting;

/// <summary>
/// Refuses requests for hosts that are not this desk (DNS rebinding), and writing requests or WebSockets that a page of another origin sends.
/// </summary>
internal static class HostCheck
{
    public static void UseHostCheck(this IApplicationBuilder app, DeskHttpOptions options)
    {
        var allowed = options.AllowedHosts.ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use((context, next) =>
        {
            var host = context.Request.Host;
            if (!IsOwn(host.Host, allowed))
            {
                return new DeskProblem(StatusCodes.Status400BadRequest, "UNKNOWN_HOST", "The Host header names none of this desk's addresses.").ExecuteAsync(context);
            }

            return Changes(context) && !SameOrigin(context, host)
                ? new DeskProblem(StatusCodes.Status403Forbidden, "CROSS_ORIGIN", "Requests from pages of another origin are refused.").ExecuteAsync(context)
                : next(context);
        });
    }

    private static bool IsOwn(string host, HashSet<string> allowed) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
        || allowed.Contains(host);

    private static bool Changes(HttpContext context)
    {
        var method = context.Request.Method;
        return context.Request.Headers.Upgrade.Count > 0 || !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));
    }

    /// <summary>
    /// True also without the header: programs send none, browsers always do with these requests. Under <c>Referrer-Policy: no-referrer</c> a page's own form says
    /// <c>null</c>; then <c>Sec-Fetch-Site</c>, which no page can set, tells it from a stranger's, and the form's antiforgery token where a browser sends neither.
    /// </summary>
    private static bool SameOrigin(HttpContext context, HostString host)
    {
        var origin = context.Request.Headers.Origin;
        return origin switch
        {
            { Count: 0 } => true,
            { Count: 1 } when origin[0] == "null" => context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin",
            { Count: 1 } => Uri.TryCreate(origin[0], UriKind.Absolute, out var uri) && uri.Authority.Equals(Authority(host, uri.IsDefaultPort), StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    private static string Authority(HostString host, bool withoutPort) => withoutPort ? host.Host : host.Value ?? "";
}
