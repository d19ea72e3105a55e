using System.Net;
using System.Security.Claims;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Auth;

/// <summary>Names of authentication schemes and claims.</summary>
public static class DeskAuth
{
    /// <summary>Picks one of the two others by the presence of an <c>Authorization</c> header.</summary>
    public const string AnyScheme = "desk";
    public const string BearerScheme = "bearer";
    public const string CookieScheme = "cookie";

    public const string ScopeClaim = "scope";

    /// <summary>Identifies the caller for rate limits and idempotency: <c>key:ID</c> or <c>user:NAME</c>.</summary>
    public const string CallerClaim = "caller";
    public const string RoleClaim = "role";
    public const string SessionVersionClaim = "session-version";

    public static string PolicyOf(string scope) => "scope:" + scope;

    /// <summary>Every scope allows reading; admin allows everything.</summary>
    public static IReadOnlyList<string> Expand(IReadOnlyCollection<string> scopes) =>
        scopes.Contains(ApiScopes.Admin) ? ApiScopes.All : [.. scopes.Append(ApiScopes.Read).Distinct(StringComparer.Ordinal)];

    public static IReadOnlyList<string> ScopesOfRole(string role) => role switch
    {
        DeskRoles.Admin => ApiScopes.All,
        DeskRoles.Trader => [ApiScopes.Read, ApiScopes.Analyze, ApiScopes.Propose, ApiScopes.Trade],
        DeskRoles.Viewer => [ApiScopes.Read],
        _ => [],
    };

    public static ClaimsPrincipal PrincipalOf(ApiKey key) => Principal(BearerScheme, "key:" + key.Name, "key:" + key.Id, Expand(key.Scopes), []);

    public static ClaimsPrincipal PrincipalOf(DeskUser user, string scheme) => Principal(
        scheme,
        user.Name,
        "user:" + user.Name,
        ScopesOfRole(user.Role),
        [
            new Claim(RoleClaim, user.Role),
            new Claim(SessionVersionClaim, user.SessionVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ]);

    private static ClaimsPrincipal Principal(string scheme, string name, string caller, IReadOnlyList<string> scopes, IReadOnlyList<Claim> more)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, RoleClaim);
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, caller));
        identity.AddClaim(new Claim(CallerClaim, caller));
        identity.AddClaims(scopes.Select(scope => new Claim(ScopeClaim, scope)));
        identity.AddClaims(more);
        return new ClaimsPrincipal(identity);
    }
}

/// <summary>Who is calling, and from where.</summary>
internal static class Callers
{
    /// <summary>For the audit log: a user's name or <c>key:NAME</c>.</summary>
    public static string NameOf(HttpContext context) => context.User.Identity?.Name ?? "anonymous";

    /// <summary>Bucket of the caller: the key, the user's dashboard, or for strangers the address.</summary>
    public static string BucketOf(HttpContext context) => context.User.FindFirstValue(DeskAuth.CallerClaim) ?? "address:" + AddressOf(context);

    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : IPAddress.None.ToString();

    public static bool UsesCookie(HttpContext context) => context.User.Identity?.AuthenticationType == DeskAuth.CookieScheme;
}
