using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Endpoints;

/// <summary>Why the desk traded, or why it did not.</summary>
internal static class DecisionsApi
{
    public static void MapDecisionsApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/decision-traces").WithTags("decisions").WithProblem(400).WithProblem(404);
        group.MapGet("", List).AddEndpointFilter<HeavyRead>().WithName("listDecisionTraces").WithSummary("Decisions, newest first");
        group.MapGet("/summary", Summary).AddEndpointFilter<HeavyRead>().WithName("summariseDecisions").WithSummary("Why the desk traded or did not: verdicts, the gates that alone blocked ranked, near misses, in words; today unless a period is given");
        group.MapGet("/{traceId}", Get).WithName("getDecisionTrace").WithSummary("One decision with every gate, its inputs and its hash");
    }

    private static Results<Ok<DecisionList>, DeskProblem> List(
        string? symbol, string? verdict, string? from, string? to, string? limit, string? cursor, IDeskReader desk, IDeskQueries queries)
    {
        var input = new RequestInput();
        var name = input.OptionalSymbol(symbol);
        var wanted = input.OneOf(verdict, "verdict", "buy", "sell", "hold", "refused");
        var (start, end) = input.Period(from, to);
        var count = input.Limit(limit);
        var place = input.Cursor(cursor);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (name is { } known && RequestInput.Find(desk, known) is null)
        {
            return DeskProblem.UnknownSymbol();
        }

        var outcome = queries.GetDecisions(name, wanted, start, end, count, place);
        if (outcome.IsSuccess)
        {
            return TypedResults.Ok(outcome.Value);
        }

        return DeskProblem.From(outcome.Fault);
    }

    private static Results<Ok<DecisionSummaryView>, DeskProblem> Summary(string? symbol, string? from, string? to, IDeskReader desk, IDeskQueries queries)
    {
        var input = new RequestInput();
        var name = input.OptionalSymbol(symbol);
        var (start, end) = input.Period(from, to);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (name is { } known && RequestInput.Find(desk, known) is null)
        {
            return DeskProblem.UnknownSymbol();
        }

        return TypedResults.Ok(queries.SummariseDecisions(name, start ?? Timeframe.D1.Floor(desk.Now), end ?? desk.Now + TimeSpan.FromMinutes(1)));
    }

    private static Results<Ok<DecisionTraceView>, FileContentHttpResult, DeskProblem> Get(string traceId, string? form, IDeskQueries queries)
    {
        var input = new RequestInput();
        var id = input.Id(traceId, "traceId");
        var wanted = input.OneOf(form, "form", "full", "canonical");
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (wanted == "canonical")
        {
            return queries.GetCanonicalDecision(id) is { } bytes ? TypedResults.Bytes(bytes, "application/json") : Unknown();
        }

        return queries.GetDecision(id) is { } trace ? TypedResults.Ok(trace) : Unknown();
    }

    private static DeskProblem Unknown() => new(StatusCodes.Status404NotFound, "UNKNOWN_TRACE", "The desk keeps no such decision.");
}
