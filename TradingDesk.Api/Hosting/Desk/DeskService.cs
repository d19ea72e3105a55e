using TradingDesk.Core.Operations;
using TradingDesk.Core.Risk;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>Starts and stops the desk with the host. A desk that breaks takes the host down: it must not go on showing numbers that nobody computes.</summary>
internal sealed class DeskService(DeskRuntime desk, DeskMetrics metrics, IHostApplicationLifetime lifetime, ILogger<DeskService> logger) : BackgroundService
{
    private static readonly TimeSpan ShutdownCheck = TimeSpan.FromMilliseconds(200);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        desk.DecisionShown = metrics.CountDecision;
        await desk.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ended = desk.Completion;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await Task.WhenAny(ended, Task.Delay(ShutdownCheck, TimeProvider.System, stoppingToken)) == ended)
            {
                break;
            }

            if (desk.Board.Kill.Level == KillLevel.Shutdown && desk.IsFlat)
            {
                logger.LogWarning("Kill switch SHUTDOWN: the desk is flat and stops.");
                lifetime.StopApplication();
                return;
            }
        }

        if (!stoppingToken.IsCancellationRequested)
        {
            logger.LogCritical(ended.Exception, "A part of the desk has ended; the desk stops.");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await desk.StopAsync();
    }
}
