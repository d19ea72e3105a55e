using Microsoft.Extensions.Logging;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// Tells the pipeline, as an event among the others, when storage can no longer be relied on and when it can again: entries stop meanwhile (refusal
/// <c>STORAGE_DEGRADED</c>). Looks at what the parts of storage say of themselves; a single slow commit is no reason.
/// </summary>
/// <param name="components">The health of the parts that matter.</param>
/// <param name="deskClock">Dates the event.</param>
public sealed class StorageWatch(Func<IEnumerable<ComponentHealth>> components, IFeedSink pipeline, TimeProvider deskClock, ILogger<StorageWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a state must last before it counts; with the interval well below the five seconds in which people must know.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>What the pipeline was last told.</summary>
    public bool IsDegraded { get; private set; }

    /// <summary>Runs until cancelled, on real time: a disk does not fail faster in a simulation.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        var otherSince = TimeProvider.System.GetTimestamp();
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var problem = components().FirstOrDefault(component => component.Status != "healthy");
            if (problem is not null == IsDegraded)
            {
                otherSince = TimeProvider.System.GetTimestamp();
            }
            else if (TimeProvider.System.GetElapsedTime(otherSince) >= Patience)
            {
                await ReportAsync(problem, cancellationToken);
                otherSince = TimeProvider.System.GetTimestamp();
            }
        }
    }

    private async Task ReportAsync(ComponentHealth? problem, CancellationToken cancellationToken)
    {
        IsDegraded = problem is not null;
        if (problem is not null)
        {
            logger.LogError("ALERT {Component} is {Status}: {Detail} New entries are refused.", problem.Name, problem.Status, problem.Detail);
        }
        else
        {
            logger.LogWarning("Storage has recovered; entries are allowed again.");
        }

        var command = new SetStorageStateCommand(IsDegraded, problem is null ? "storage has recovered" : $"{problem.Name}: {problem.Detail}");
        await pipeline.PublishAsync(MarketEvent.Command(command, instrumentId: -1, Timestamp.Now(deskClock)), cancellationToken);
    }
}
