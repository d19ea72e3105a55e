using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.DataProtection;
using TradingDesk.Api.Hosting;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Storage;
using TradingDesk.Web.Live;

namespace TradingDesk.Api.Auth;

/// <summary>Authentication and authorization: everything is denied unless it says otherwise.</summary>
internal static class AuthExtensions
{
    public const string SignInPage = "/signin";

    public static void AddDeskAuth(this IServiceCollection services, DeskHostOptions host, DeskHttpOptions http)
    {
        services.AddSingleton(new FailedAttempts(http, host.WallClock));
        services.AddSingleton(new CircuitTokens(host.WallClock));
        services.AddSingleton<SessionCheck>();
        services.AddScoped<ICircuitTokenProvider>(provider => ActivatorUtilities.CreateInstance<CircuitTokenProvider>(provider, host.WallClock));
        services.AddCascadingAuthenticationState();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuditingAuthorizationHandler>();

        services.AddAuthentication(DeskAuth.AnyScheme)
            .AddPolicyScheme(DeskAuth.AnyScheme, displayName: null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? DeskAuth.BearerScheme : DeskAuth.CookieScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(DeskAuth.BearerScheme, options => options.TimeProvider = host.WallClock)
            .AddCookie(DeskAuth.CookieScheme, options => Configure(options, host, http));

        var authorization = services.AddAuthorizationBuilder()
            .SetDefaultPolicy(PolicyFor(ApiScopes.Read))
            .SetFallbackPolicy(PolicyFor(ApiScopes.Read));
        foreach (var scope in ApiScopes.All)
        {
            authorization.AddPolicy(DeskAuth.PolicyOf(scope), PolicyFor(scope));
        }

        AddKeyRing(services, host);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "tradingdesk.form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    private static AuthorizationPolicy PolicyFor(string scope) =>
        new AuthorizationPolicyBuilder(DeskAuth.AnyScheme).RequireAuthenticatedUser().RequireClaim(DeskAuth.ScopeClaim, scope).Build();

    private static void Configure(CookieAuthenticationOptions options, DeskHostOptions host, DeskHttpOptions http)
    {
        options.TimeProvider = host.WallClock;
        options.Cookie.Name = "tradingdesk";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(http.SessionHours);
        options.SlidingExpiration = true;
        options.LoginPath = SignInPage;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = context => IsPage(context.HttpContext) ? Redirect(context) : Refuse(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = async context =>
        {
            var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionCheck>();
            if (context.Principal is null || await sessions.FindUserAsync(context.Principal, context.HttpContext.RequestAborted) is null)
            {
                context.RejectPrincipal();
            }
        };
    }

    private static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return DeskProblem.ForStatus(status).ExecuteAsync(context.HttpContext);
    }

    /// <summary>Keys that protect cookies and forms, in a folder that only this user can read. Encrypted where the system offers it (Windows).</summary>
    private static void AddKeyRing(IServiceCollection services, DeskHostOptions host)
    {
        var folder = new DirectoryInfo(host.KeyFolder);
        var protection = services.AddDataProtection().SetApplicationName("TradingDesk").PersistKeysToFileSystem(folder);
        if (OperatingSystem.IsWindows())
        {
            folder.Create();
            protection.ProtectKeysWithDpapi();
        }
        else
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(folder.FullName, OwnerOnly);
            File.SetUnixFileMode(folder.FullName, OwnerOnly);
        }
    }
}
