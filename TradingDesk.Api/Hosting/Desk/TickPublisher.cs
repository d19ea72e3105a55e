using TradingDesk.Core.Pipeline;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>Publishes each symbol's latest quotes and forming bars a few times a second of real time, where they changed.</summary>
internal sealed class TickPublisher(DeskReader reader, StreamHub hub, TimeSpan interval)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        var lastCounts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (hub.SubscriberCount == 0)
            {
                continue;
            }

            foreach (var (symbol, ticks, item) in reader.LatestTicks())
            {
                if (!lastCounts.TryGetValue(symbol, out var before) || before != ticks)
                {
                    lastCounts[symbol] = ticks;
                    hub.Publish(item);
                }
            }
        }
    }
}
