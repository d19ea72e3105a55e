using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingDesk.Web.Components;
using TradingDesk.Web.Live;

namespace TradingDesk.Web;

/// <summary>Puts the dashboard into a host. The host brings authentication, <see cref="ICircuitTokenProvider"/> and the forms under <c>/ui</c>.</summary>
public static class DeskWeb
{
    /// <summary>
    /// The content security policy under which the dashboard works: nothing inline, nothing from elsewhere. desk.js moves the style attributes that Blazor sets into
    /// the CSS object model, which the policy allows.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // Twice the keep-alive is missed before the page's own bar appears: within two seconds.
    private static readonly TimeSpan CircuitKeepAlive = TimeSpan.FromMilliseconds(750);

    public static IServiceCollection AddDeskWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeskClientOptions>().Bind(configuration.GetSection(DeskClientOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddRazorComponents().AddInteractiveServerComponents(circuit => circuit.DisconnectedCircuitMaxRetained = 20)
            .AddHubOptions(hub => hub.KeepAliveInterval = CircuitKeepAlive);
        services.AddCascadingAuthenticationState();
        Radzen.ServiceCollectionExtensions.AddRadzenComponents(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DeskAddress>();
        services.AddHttpClient(HttpDeskClient.ClientName)
            .ConfigureHttpClient((provider, http) =>
            {
                http.BaseAddress = provider.GetRequiredService<DeskAddress>().Resolve();
                http.Timeout = Timeout.InfiniteTimeSpan; // each call has its own; the event stream has none
            })
            .RemoveAllLoggers(); // two lines for every reading of the status would drown the log
        services.AddScoped<IDeskClient, HttpDeskClient>();
        services.AddScoped<DeskStream>();
        services.AddScoped<DeskModel>();
        return services;
    }

    /// <summary>Maps the pages. Static assets and the antiforgery middleware are the host's.</summary>
    public static RazorComponentsEndpointConventionBuilder MapDeskWeb(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = "'none'");
}
