using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Endpoints;
using TradingDesk.Api.Jobs;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;

namespace TradingDesk.Api.Hosting;

/// <summary>
/// The HTTP side of the desk. It serves whatever implements the Core's interfaces: <c>IDeskReader</c>, <c>IDeskControl</c>, <c>IDeskStream</c>, <c>IDeskQueries</c>,
/// <c>IConfigStore</c>, <c>IApiKeyStore</c>, <c>IUserStore</c>, <c>IAuditLog</c>, <c>MarketContext</c>, <c>MacroLog</c> and, for the jobs, <see cref="IRetentionTask"/>: the composition root registers those.
/// </summary>
public static class DeskApiExtensions
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static WebApplicationBuilder AddDeskApi(this WebApplicationBuilder builder, DeskHostOptions host)
    {
        var http = builder.Configuration.GetSection(DeskHttpOptions.Section).Get<DeskHttpOptions>() ?? new DeskHttpOptions();
        Validator.ValidateObject(http, new ValidationContext(http), validateAllProperties: true);

        builder.AddDeskLogging(host);
        builder.AddKestrel(http);

        var services = builder.Services;
        services.TryAddSingleton(host.WallClock);
        services.AddSingleton(host);
        services.AddSingleton(http);
        services.AddSingleton(new WallClock(host.WallClock));
        services.AddSingleton(new StreamSlots(http));
        services.AddSingleton(new FirstAnswers(http, host.WallClock));
        services.ConfigureHttpJsonOptions(options => DeskJson.Apply(options.SerializerOptions));
        services.AddSingleton<IProblemDetailsWriter, DeskProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<DeskExceptionHandler>();
        services.AddDeskAuth(host, http);
        services.AddDeskRateLimits(http);
        services.AddDeskOpenApi();
        services.AddCoordination(builder.Configuration);
        services.AddDeskJobs(host.DeskClock);
        services.AddHostedService<FirstSignInLink>();
        services.AddSingleton(DeskTelemetry.Read(builder.Configuration));
        services.AddHostedService<DeskTelemetry>();
        services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = 50;
            options.KeyLengthLimit = 200;
            options.ValueLengthLimit = http.MaxBodyBytes;
            options.MultipartBodyLengthLimit = http.MaxBodyBytes;
        });
        return builder;
    }

    /// <summary>The middleware and endpoints of the API. Call once, before the dashboard's endpoints are mapped.</summary>
    public static WebApplication MapDeskApi(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHostCheck(app.Services.GetRequiredService<DeskHttpOptions>());
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapHealthApi();
        app.MapConfigApi();
        app.MapControlApi();
        app.MapDecisionsApi();
        app.MapMarketApi();
        app.MapContextApi();
        app.MapFusionApi();
        app.MapStreamApi();
        app.MapTradingApi();
        app.MapSchedulerApi();
        app.MapSignInApi();
        app.MapOpenApi("/openapi/v1.json");
        return app;
    }

    private static void AddKestrel(this WebApplicationBuilder builder, DeskHttpOptions http)
    {
        // Not in appsettings.json: there it would win over ASPNETCORE_URLS.
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = http.MaxHeaderBytes;
            kestrel.Limits.MaxRequestLineSize = Math.Min(8 * 1024, http.MaxHeaderBytes);
            kestrel.Limits.MaxConcurrentConnections = http.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = http.MaxUpgradedConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(http.HeadersTimeoutSeconds);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(http.KeepAliveSeconds);
        });
    }
}
