using TradingDesk.Core.Operations;
using TradingDesk.Core.Operations.Load;

namespace TradingDesk.Api.Hosting;

/// <summary>Registers the watch over the machine's load, and what waits by it.</summary>
internal static class Coordination
{
    public static void AddCoordination(this IServiceCollection services, IConfiguration configuration)
    {
        var options = Desk.SectionReader.Require<CoordinationOptions>(configuration, CoordinationOptions.Section);
        services.AddSingleton(new WorkCoordinator(options, new SystemLoadReader(TimeProvider.System), TimeProvider.System));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<WorkCoordinator>());
        services.AddHostedService<LoadWatch>();
    }

    private sealed class LoadWatch(WorkCoordinator coordinator) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => coordinator.RunAsync(stoppingToken);
    }
}
