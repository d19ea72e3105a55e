using Quartz;
using TradingDesk.Core.Operations.Load;

namespace TradingDesk.Api.Jobs;

/// <summary>Removes what has outlived its keeping time and keeps the database in order. Implemented over storage by the composition root.</summary>
public interface IRetentionTask
{
    /// <returns>What was done, in one line for people.</returns>
    Task<string> RunAsync(CancellationToken cancellationToken);
}

/// <summary>Runs retention, when the machine has room for it, and keeps what it reports as the job's outcome.</summary>
[DisallowConcurrentExecution]
internal sealed class RetentionJob(IRetentionTask retention, WorkCoordinator coordinator) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await coordinator.AdmitAsync(WorkClass.Deferred, cancellationToken);
        context.Result = await retention.RunAsync(cancellationToken);
    }
}
