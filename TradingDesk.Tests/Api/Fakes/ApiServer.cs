using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingDesk.Api.Hosting;
using TradingDesk.Api.Jobs;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.Api.Fakes;

/// <summary>The whole HTTP side over a fake desk, in process or on a real port.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _isReal;

    private ApiServer(WebApplication app, bool isReal, string folder)
    {
        (_app, _isReal, Folder) = (app, isReal, folder);
    }

    public string Folder { get; }

    public IServiceProvider Services => _app.Services;

    public FakeDesk Desk => Services.GetRequiredService<FakeDesk>();

    public FakeKeys Keys => Services.GetRequiredService<FakeKeys>();

    public FakeUsers Users => Services.GetRequiredService<FakeUsers>();

    public FakeAudit Audit => Services.GetRequiredService<FakeAudit>();

    public StringWriter Console => (StringWriter)Services.GetRequiredService<DeskHostOptions>().Console;

    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="real">Kestrel on a port of the system's choice instead of the in-process server.</param>
    public static async Task<ApiServer> StartAsync(
        bool real = false,
        TimeProvider? clock = null,
        TimeProvider? deskClock = null,
        Dictionary<string, string?>? settings = null,
        Action<WebApplication>? map = null,
        Action<IServiceCollection>? services = null)
    {
        var folder = Directory.CreateTempSubdirectory("tradingdesk-api-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Configuration["Desk:Coordination:MaxDeferredWaitSeconds"] ??= "0"; // whatever else the machine does
        builder.Configuration[WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0";
        builder.AddDeskApi(new DeskHostOptions
        {
            DataFolder = folder,
            WallClock = clock ?? TimeProvider.System,
            DeskClock = deskClock ?? TimeProvider.System,
            Console = new StringWriter(),
        });
        AddFakes(builder.Services, clock ?? TimeProvider.System);
        services?.Invoke(builder.Services);
        if (!real)
        {
            builder.WebHost.UseTestServer();
        }

        var app = builder.Build();
        app.MapDeskApi();
        map?.Invoke(app);
        await app.StartAsync();
        return new ApiServer(app, real, folder);
    }

    /// <param name="key">Sent as bearer token.</param>
    public HttpClient Client(string? key = null)
    {
        var client = _isReal ? new HttpClient { BaseAddress = Address } : _app.GetTestClient();
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    /// <summary>A client whose key holds these scopes.</summary>
    public HttpClient ClientWith(params string[] scopes) => Client(Keys.Add(string.Join('-', scopes), scopes));

    public HttpMessageHandler Handler() => _app.GetTestServer().CreateHandler();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static void AddFakes(IServiceCollection services, TimeProvider clock)
    {
        services.AddSingleton<FakeDesk>();
        services.AddSingleton<IDeskReader>(provider => provider.GetRequiredService<FakeDesk>());
        services.AddSingleton<IDeskControl>(provider => provider.GetRequiredService<FakeDesk>());
        services.AddSingleton<IDeskStream>(provider => provider.GetRequiredService<FakeDesk>());
        services.AddSingleton<IDeskQueries, FakeQueries>();
        services.AddSingleton(new Core.Ticks.Quality.QualityOptions());
        services.AddSingleton(new FakeKeys(clock));
        services.AddSingleton<IApiKeyStore>(provider => provider.GetRequiredService<FakeKeys>());
        services.AddSingleton<FakeUsers>();
        services.AddSingleton<IUserStore>(provider => provider.GetRequiredService<FakeUsers>());
        services.AddSingleton<FakeAudit>();
        services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<FakeAudit>());
        services.AddSingleton<IConfigStore, FakeConfigs>();
        services.AddSingleton<IRetentionTask, NoRetention>();
        services.AddSingleton<IDatabaseCheckTask, NoCheck>();
        services.AddSingleton(FakeContext.Create());
        services.AddSingleton(provider => FakeContext.Log(provider.GetRequiredService<DeskHostOptions>().DataFolder));
    }

    private sealed class NoRetention : IRetentionTask
    {
        public Task<string> RunAsync(CancellationToken cancellationToken) => Task.FromResult("removed 0 rows");
    }

    private sealed class NoCheck : IDatabaseCheckTask
    {
        public Task<string> RunAsync(CancellationToken cancellationToken) => Task.FromResult("sound");
    }
}
