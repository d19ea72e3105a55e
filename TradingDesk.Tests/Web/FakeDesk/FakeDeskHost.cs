using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingDesk.Web;
using TradingDesk.Web.Live;

namespace TradingDesk.Tests.Web.FakeDesk;

/// <summary>A host of the dashboard with a generated desk behind it, on a free loopback port. Users: <c>admin</c> (code <c>fake-code</c>) and <c>trader</c>.</summary>
internal sealed class FakeDeskHost : IAsyncDisposable
{
    public const string Code = "fake-code";
    public const string Password = "fake-password";

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _clock;

    private FakeDeskHost(WebApplication app, FakeMarket market)
    {
        _app = app;
        Market = market;
        _clock = RunClockAsync();
    }

    public FakeMarket Market { get; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>While true the API answers nothing and the event streams are cut.</summary>
    public bool Down { get; private set; }

    public static async Task<FakeDeskHost> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "TradingDesk.Api", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDeskWeb(builder.Configuration);
        builder.Services.AddScoped<ICircuitTokenProvider, FakeTokens>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/signin");
        builder.Services.AddAuthorization();
        var market = new FakeMarket();
        var app = builder.Build();
        FakeDeskHost? host = null;
        app.Use((http, next) => Headers(http, next));
        app.UseAuthentication();
        app.Use((http, next) => host!.Guard(http, next));
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        MapForms(app, market);
        FakeRoutes.Map(app, market);
        app.MapDeskWeb();
        await app.StartAsync();
        return host = new FakeDeskHost(app, market);
    }

    public void GoDown()
    {
        Down = true;
        Market.DropListeners();
    }

    public void ComeBack() => Down = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _clock;
        Market.DropListeners();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private static Task Headers(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = DeskWeb.ContentSecurityPolicy;
        return next(http);
    }

    // The API takes bearer tokens only; the pages take the cookie only.
    private Task Guard(HttpContext http, RequestDelegate next)
    {
        var isApi = http.Request.Path.StartsWithSegments("/api") || http.Request.Path.Value is "/status" or "/health" or "/shadow-mode" or "/kill-switch" or "/config" or "/scheduler" or "/fills"
            || http.Request.Path.StartsWithSegments("/decision-traces") || http.Request.Path.StartsWithSegments("/config") || http.Request.Path.StartsWithSegments("/kill-switch");
        if (!isApi)
        {
            return next(http);
        }

        if (Down)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        var token = http.Request.Headers.Authorization.ToString();
        if (!token.StartsWith("Bearer fake:", StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Encoding.UTF8.GetString(Convert.FromBase64String(token["Bearer fake:".Length..])))], "fake"));
        return next(http);
    }

    private static void MapForms(WebApplication app, FakeMarket market)
    {
        app.MapPost("/ui/signin", async (HttpContext http, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(http);
            var form = http.Request.Form;
            var user = form["code"] == Code ? "admin" : form["password"] == Password ? form["user"].ToString() : null;
            if (user is null)
            {
                return Results.LocalRedirect(form.ContainsKey("code") ? "/signin?error=code" : "/signin?error=password");
            }

            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user), new Claim(ClaimTypes.Role, user)], CookieAuthenticationDefaults.AuthenticationScheme);
            await http.SignInAsync(new ClaimsPrincipal(identity));
            return Results.LocalRedirect(form["returnUrl"]!);
        }).DisableAntiforgery();
        app.MapPost("/ui/signout", async (HttpContext http, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(http);
            await http.SignOutAsync();
            return Results.LocalRedirect("/signin");
        }).DisableAntiforgery();
        app.MapPost("/ui/kill-switch", async (HttpContext http, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(http);
            var form = http.Request.Form;
            market.SetKill(form["level"]!, form["reason"]!, http.User.Identity!.Name!);
            return Results.LocalRedirect(form["returnUrl"]!);
        }).DisableAntiforgery().RequireAuthorization();
    }

    private async Task RunClockAsync()
    {
        var step = TimeSpan.FromMilliseconds(250);
        using var timer = new PeriodicTimer(step);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                Market.Advance(step);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private sealed class FakeTokens(AuthenticationStateProvider authentication) : ICircuitTokenProvider
    {
        public async ValueTask<string?> GetTokenAsync(CancellationToken cancellationToken)
        {
            var user = (await authentication.GetAuthenticationStateAsync()).User.Identity;
            return user is { IsAuthenticated: true, Name: { } name } ? "fake:" + Convert.ToBase64String(Encoding.UTF8.GetBytes(name)) : null;
        }
    }
}
