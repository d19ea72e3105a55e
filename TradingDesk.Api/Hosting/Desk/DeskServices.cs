using System.Reflection;
using TradingDesk.Api.Jobs;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;
using TradingDesk.Core.Storage.Tape;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>Registers the desk itself: storage, configuration, engine, and what serves the API's interfaces.</summary>
public static class DeskServices
{
    public static IServiceCollection AddDesk(this IServiceCollection services, DeskBoot boot, IConfiguration configuration) => services.AddDesk(boot, configuration, DeskHooks.None);

    /// <param name="hooks">What a test puts inside.</param>
    internal static IServiceCollection AddDesk(this IServiceCollection services, DeskBoot boot, IConfiguration configuration, DeskHooks hooks)
    {
        services.AddSingleton(hooks);
        if (hooks.Uptime is { } uptime)
        {
            boot.Uptime = uptime(boot.Clock);
        }

        services.AddSingleton(boot);
        services.AddDeskStorage(boot, configuration);
        services.AddDeskEngine(boot, configuration);
        services.AddHostedService<DeskService>();
        return services;
    }

    /// <summary>The data folder alone, without an engine: what the command line needs for keys and users.</summary>
    public static IServiceCollection AddDeskStorage(this IServiceCollection services, DeskBoot boot, IConfiguration configuration)
    {
        services.AddSingleton(SectionReader.Require<StorageOptions>(configuration, StorageOptions.Section));
        services.AddSingleton(SectionReader.Require<RetentionOptions>(configuration, RetentionOptions.Section));
        services.AddSingleton(SectionReader.Require<TapeOptions>(configuration, TapeOptions.Section));
        services.AddSingleton(p => DeskDatabase.Open(boot.DataFolder, p.GetRequiredService<StorageOptions>(), TimeProvider.System, p.GetRequiredService<ILogger<DeskDatabase>>()));
        services.AddSingleton(p => new StorageHealth(p.GetRequiredService<DeskDatabase>(), boot.Clock));
        services.AddSingleton(p => new EventLog(boot.DataFolder, p.GetRequiredService<ILogger<EventLog>>()));
        services.AddSingleton<Core.Journal.IJournalStore>(p =>
        {
            var store = new SqliteJournalStore(p.GetRequiredService<DeskDatabase>(), p.GetRequiredService<StorageHealth>(), p.GetRequiredService<EventLog>());
            return p.GetService<DeskHooks>()?.Journal?.Invoke(store) ?? store;
        });
        services.AddSingleton<MarketContext>();
        services.AddSingleton(p => new MacroLog(boot.DataFolder, p.GetRequiredService<ILogger<MacroLog>>()));
        services.AddSingleton(p => new ContextRecorder(p.GetRequiredService<MarketContext>(), new CalendarFile(boot.DataFolder, p.GetRequiredService<ILogger<CalendarFile>>()), p.GetRequiredService<MacroLog>(), boot.Clock));
        services.AddSingleton<IDeskQueries>(p => new DeskQueries(p.GetRequiredService<DeskDatabase>()));
        services.AddSingleton<IApiKeyStore>(p => new ApiKeyStore(p.GetRequiredService<DeskDatabase>(), TimeProvider.System));
        services.AddSingleton<IUserStore>(p => new UserStore(p.GetRequiredService<DeskDatabase>(), TimeProvider.System));
        services.AddSingleton<IAuditLog>(p => new AuditLog(p.GetRequiredService<DeskDatabase>(), TimeProvider.System));
        services.AddSingleton<IConfigVersionStore>(p => new ConfigVersionStore(p.GetRequiredService<DeskDatabase>()));
        services.AddSingleton<IRetentionTask, RetentionTask>();
        services.AddSingleton<IDatabaseCheckTask, DatabaseCheckTask>();
        return services;
    }

    private static void AddDeskEngine(this IServiceCollection services, DeskBoot boot, IConfiguration configuration)
    {
        services.AddSingleton(SectionReader.Require<EngineOptions>(configuration, EngineOptions.Section));
        services.AddSingleton(SectionReader.Require<QualityOptions>(configuration, QualityOptions.Section));
        services.AddSingleton(SectionReader.Require<ConfigStoreOptions>(configuration, ConfigStoreOptions.Section));
        services.AddSingleton(p => OpenConfig(p, boot));
        services.AddSingleton<IConfigStore>(p => p.GetRequiredService<ConfigStore>());
        services.AddSingleton(p => new HealthRegistry([p.GetRequiredService<StorageHealth>(), p.GetRequiredService<ConfigStore>(), .. p.GetServices<IHealthSource>()], boot.Clock, p.GetRequiredService<ILogger<HealthRegistry>>()));
        services.AddSingleton(p => new OutgoingHttp(boot.Clock, p.GetRequiredService<ILogger<OutgoingHttp>>(), p.GetRequiredService<DeskHooks>().Outgoing));
        services.AddSingleton<DeskRuntime>();
        services.AddSingleton<IDeskReader>(p => p.GetRequiredService<DeskRuntime>().Reader);
        services.AddSingleton<IDeskControl>(p => p.GetRequiredService<DeskRuntime>().Control);
        services.AddSingleton<IDeskStream>(p => p.GetRequiredService<DeskRuntime>().Stream);
        services.AddSingleton(p => new DeskMetrics(p.GetRequiredService<IDeskReader>().Health));
    }

    private static ConfigStore OpenConfig(IServiceProvider services, DeskBoot boot)
    {
        var opened = ConfigStart.OpenAsync(
            Path.Combine(boot.DataFolder, "config", "symbols"),
            services.GetRequiredService<ConfigStoreOptions>(),
            services.GetRequiredService<IConfigVersionStore>(),
            boot.Clock,
            services.GetRequiredService<ILogger<ConfigStore>>(),
            CancellationToken.None).GetAwaiter().GetResult();
        return opened.IsSuccess ? opened.Value : throw new OptionsFaultException(opened.Fault);
    }

    /// <summary>The program's version with the commit it was built from.</summary>
    public static string Version { get; } =
        typeof(DeskServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
