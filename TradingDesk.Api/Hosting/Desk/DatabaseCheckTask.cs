using TradingDesk.Api.Jobs;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>The check job's work: the report goes to the journal, damage to the log too.</summary>
internal sealed class DatabaseCheckTask(DeskDatabase database, DeskRuntime runtime, ILogger<DatabaseCheckTask> logger) : IDatabaseCheckTask
{
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var report = await Task.Run(() => DatabaseCheck.Run(database), cancellationToken);
        await runtime.ReportAsync("storage.check", report.IsSound ? "Sound" : "Damaged", report.ToString(), cancellationToken);
        if (!report.IsSound)
        {
            logger.LogCritical("The database is damaged: {Findings}. Stop the desk and restore a backup.", string.Join("; ", report.Findings));
            throw new InvalidDataException(report.ToString());
        }

        return report.ToString();
    }
}
