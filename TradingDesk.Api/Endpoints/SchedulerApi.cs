using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Jobs;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Endpoints;

/// <summary>Scheduled jobs: when they ran, when they will, and a way to run one now.</summary>
internal static class SchedulerApi
{
    public static void MapSchedulerApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/scheduler").WithTags("scheduler");
        group.MapGet("", async (DeskScheduler scheduler, CancellationToken cancellationToken) => TypedResults.Ok(await scheduler.ViewAsync(cancellationToken)))
            .WithName("getScheduler").WithSummary("Jobs with next and last run, duration and outcome");
        group.MapPost("/{job}/run", Run).AsChange(ApiScopes.Admin).WithProblem(400).WithProblem(404)
            .WithName("runJob").WithSummary("Runs a job now; answers when it was started");
    }

    private static async Task<Results<Accepted<JobView>, DeskProblem>> Run(string job, HttpContext http, DeskScheduler scheduler, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Id(job, "job");
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        AuditNote.Of(http).Target = name;
        if (await scheduler.RunNowAsync(name, cancellationToken) is not { } view)
        {
            return new DeskProblem(StatusCodes.Status404NotFound, "UNKNOWN_JOB", "The desk has no such job.");
        }

        AuditNote.Of(http).After = new { started = true };
        return TypedResults.Accepted("/scheduler", view);
    }
}
