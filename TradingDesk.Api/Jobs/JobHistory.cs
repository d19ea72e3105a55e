using System.Collections.Concurrent;
using Quartz;

namespace TradingDesk.Api.Jobs;

/// <summary>The last run of each job.</summary>
internal sealed record JobRun(DateTimeOffset At, TimeSpan Duration, string Outcome);

/// <summary>Remembers each job's last run and logs failures.</summary>
internal sealed class JobHistory(ILogger<JobHistory> logger) : IJobListener
{
    private readonly ConcurrentDictionary<string, JobRun> _last = new(StringComparer.Ordinal);

    public string Name => "history";

    public JobRun? LastRunOf(string job) => _last.GetValueOrDefault(job);

    public bool AnyFailed => _last.Values.Any(run => run.Outcome.StartsWith("failed", StringComparison.Ordinal));

    public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        if (jobException is not null)
        {
            logger.LogError(jobException, "Job {Job} failed", name);
        }

        var outcome = jobException is null ? context.Result as string ?? "done" : "failed; the log has the reason";
        _last[name] = new JobRun(context.FireTimeUtc, context.JobRunTime, outcome);
        return ValueTask.CompletedTask;
    }
}
