using Quartz;

namespace TradingDesk.Api.Jobs;

/// <summary>Checks the database's pages and indexes. Implemented over storage by the composition root.</summary>
public interface IDatabaseCheckTask
{
    /// <returns>What was found, in one line for people.</returns>
    /// <exception cref="InvalidDataException">The database is damaged.</exception>
    Task<string> RunAsync(CancellationToken cancellationToken);
}

/// <summary>Runs the check and keeps what it found as the job's outcome.</summary>
[DisallowConcurrentExecution]
internal sealed class DatabaseCheckJob(IDatabaseCheckTask check) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => context.Result = await check.RunAsync(cancellationToken);
}
