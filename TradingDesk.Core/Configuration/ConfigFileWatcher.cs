namespace TradingDesk.Core.Configuration;

/// <summary>
/// Looks at the configuration files again and again. Polling a handful of small files costs next to nothing and works where change notices do not: on network
/// mounts, in containers, with editors that replace instead of write.
/// </summary>
/// <param name="clock">Real time.</param>
public sealed class ConfigFileWatcher(ConfigStore store, ConfigStoreOptions options, TimeProvider clock)
{
    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.PollInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await store.CheckFilesAsync(clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The desk stops.
        }
    }
}
