using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Pipeline;

namespace TradingDesk.Api.Endpoints;

/// <summary>How the desk is. The two probes are open and tell nothing but their word.</summary>
internal static class HealthApi
{
    public static void MapHealthApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Health).WithName("getHealth").WithSummary("Overall status, every component, stage timings, queues and discards").WithTags("health");
        routes.MapGet("/health/live", Live).AllowAnonymous().WithName("getLiveness").WithSummary("200 while the process works, 503 where its pipeline has died").WithTags("health");
        routes.MapGet("/health/ready", Ready).AllowAnonymous().WithName("getReadiness").WithSummary("200 where the desk can be used, 503 where it cannot").WithTags("health");
        routes.MapGet("/status", Status).WithName("getStatus").WithSummary("What the dashboard's status row shows").WithTags("health");
    }

    private static Ok<HealthReport> Health(IDeskReader desk) => TypedResults.Ok(desk.Health());

    private static Ok<DeskStatus> Status(IDeskReader desk) => TypedResults.Ok(desk.Status());

    private static Results<Ok<ProbeView>, JsonHttpResult<ProbeView>> Live(IDeskReader desk) =>
        Probe(!desk.Health().Components.Any(component => component is { Name: "pipeline", Status: "unhealthy" }), "live");

    private static Results<Ok<ProbeView>, JsonHttpResult<ProbeView>> Ready(IDeskReader desk) => Probe(desk.Health().Status != "unhealthy", "ready");

    private static Results<Ok<ProbeView>, JsonHttpResult<ProbeView>> Probe(bool good, string word) => good
        ? TypedResults.Ok(new ProbeView(word))
        : TypedResults.Json(new ProbeView("not " + word), statusCode: StatusCodes.Status503ServiceUnavailable);
}
