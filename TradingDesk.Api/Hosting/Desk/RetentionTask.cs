using TradingDesk.Api.Jobs;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>The retention job's work: database, archive, event log, macro log, tape. What it did is an entry of the journal.</summary>
internal sealed class RetentionTask(DeskDatabase database, RetentionOptions options, DeskBoot boot, DeskRuntime runtime) : IRetentionTask
{
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var now = Timestamp.Now(boot.Clock);
        var report = await Task.Run(() => new Retention(database, options).Run(now, cancellationToken), cancellationToken);
        var tape = await runtime.PruneTapeAsync(now, cancellationToken);
        var text = $"{report}; tape: {tape}";
        await runtime.ReportAsync("retention", "Done", text, cancellationToken);
        return text;
    }
}
