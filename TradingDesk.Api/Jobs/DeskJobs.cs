using Quartz;

namespace TradingDesk.Api.Jobs;

/// <summary>One scheduled job. <paramref name="Cron"/> is in UTC.</summary>
internal sealed record DeskJob(string Name, string Description, string Cron);

/// <summary>The jobs of this host and their registration.</summary>
internal static class DeskJobs
{
    public static readonly DeskJob H1Close = new("h1-close", "Posts the close of each hour into the pipeline", "0 0 * * * ?");
    public static readonly DeskJob H4Close = new("h4-close", "Posts the close of each four hours into the pipeline", "0 0 0/4 * * ?");
    public static readonly DeskJob Retention = new("retention", "Removes what has outlived its keeping time and keeps the database in order", "0 17 * * * ?");

    public static readonly DeskJob DatabaseCheck = new("database-check", "Checks the pages and indexes of the database", "0 41 3 * * ?");

    public static IReadOnlyList<DeskJob> All { get; } = [H1Close, H4Close, Retention, DatabaseCheck];

    /// <summary>Quartz on the desk's clock: in simulation an hour of it passes faster than one of the wall.</summary>
    public static void AddDeskJobs(this IServiceCollection services, TimeProvider deskClock)
    {
        services.AddSingleton(new JobClock(deskClock));
        services.AddSingleton<JobHistory>();
        services.AddSingleton<DeskScheduler>();
        services.AddHostedService(provider => provider.GetRequiredService<DeskScheduler>());
        services.AddSingleton<Core.Operations.IHealthSource>(provider => provider.GetRequiredService<DeskScheduler>());
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(deskClock);
            quartz.UseInMemoryStore();
            quartz.AddJobListener(provider => provider.GetRequiredService<JobHistory>());
            quartz.Add<H1CloseJob>(H1Close, deskClock);
            quartz.Add<H4CloseJob>(H4Close, deskClock);
            quartz.Add<RetentionJob>(Retention, deskClock);
            quartz.Add<DatabaseCheckJob>(DatabaseCheck, deskClock);
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    private static void Add<TJob>(this IQuartzBuilder quartz, DeskJob job, TimeProvider deskClock)
        where TJob : class, IJob
    {
        quartz.AddJob<TJob>(configure => configure.WithIdentity(job.Name).WithDescription(job.Description).StoreDurably());
        quartz.AddTrigger<TJob>(configure => configure
            .WithIdentity(job.Name)
            .ForJob(job.Name)

            // Said outright: a trigger otherwise starts at the wall's present, which may be years after the desk's.
            .StartAt(deskClock.GetUtcNow())
            .WithCronSchedule(job.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
    }
}
