using Quartz;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Operations;

namespace TradingDesk.Api.Jobs;

/// <summary>The scheduler as the API shows it.</summary>
internal sealed class DeskScheduler(ISchedulerFactory factory, JobHistory history, JobClock clock) : IHealthSource, IHostedService
{
    private readonly Timestamp _since = Timestamp.Now(clock.Provider);
    private volatile IScheduler? _scheduler;

    /// <summary>Takes hold of the scheduler, so that its health is known before anybody asks for its jobs.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) => await SchedulerAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<SchedulerView> ViewAsync(CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken);
        var jobs = new List<JobView>();
        foreach (var job in DeskJobs.All)
        {
            jobs.Add(await ViewOfAsync(scheduler, job, cancellationToken));
        }

        return new SchedulerView(StatusOf(scheduler), jobs);
    }

    /// <summary>Starts a job now; <see langword="null"/> where there is none of that name.</summary>
    public async Task<JobView?> RunNowAsync(string name, CancellationToken cancellationToken)
    {
        if (DeskJobs.All.FirstOrDefault(candidate => candidate.Name == name) is not { } job)
        {
            return null;
        }

        var scheduler = await SchedulerAsync(cancellationToken);
        await scheduler.TriggerJob(new JobKey(job.Name), cancellationToken);
        return await ViewOfAsync(scheduler, job, cancellationToken);
    }

    public IEnumerable<ComponentHealth> GetComponents()
    {
        var status = _scheduler is { } scheduler ? StatusOf(scheduler) : "starting";
        var (health, detail) = status != "running" ? ("degraded", status)
            : history.AnyFailed ? ("degraded", "the last run of a job failed")
            : ("healthy", $"{DeskJobs.All.Count} jobs");
        return [new ComponentHealth("scheduler", health, _since, detail)];
    }

    private async Task<JobView> ViewOfAsync(IScheduler scheduler, DeskJob job, CancellationToken cancellationToken)
    {
        var trigger = await scheduler.GetTrigger(new TriggerKey(job.Name), cancellationToken);
        var run = history.LastRunOf(job.Name);
        return new JobView(
            Name: job.Name,
            Description: job.Description,
            Symbol: null,
            Next: trigger?.NextFireTimeUtc is { } next ? Timestamp.FromDateTimeOffset(next) : null,
            Last: run is null ? null : Timestamp.FromDateTimeOffset(run.At),
            LastDurationMs: run?.Duration.TotalMilliseconds,
            LastOutcome: run?.Outcome ?? "not run yet");
    }

    private async ValueTask<IScheduler> SchedulerAsync(CancellationToken cancellationToken) => _scheduler ??= await factory.GetScheduler(cancellationToken);

    private static string StatusOf(IScheduler scheduler) => scheduler.Status.ToString().ToLowerInvariant();
}

/// <summary>The desk's clock under a name of its own, because the container's <see cref="TimeProvider"/> is the people's.</summary>
internal sealed record JobClock(TimeProvider Provider);
