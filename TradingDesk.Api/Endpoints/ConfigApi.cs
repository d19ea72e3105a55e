using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Endpoints;

/// <summary>
/// The symbols' configuration documents. A POST is a JSON merge patch (RFC 7396) under either JSON media type: members that are left out stay as they are, and a whole
/// document is the patch that names them all.
/// </summary>
internal static class ConfigApi
{
    public static void MapConfigApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/config").WithTags("config").WithProblem(400).WithProblem(404);
        group.MapGet("", Overview).WithName("getConfigs").WithSummary("Every symbol's document in force");
        group.MapGet("/{symbol}", View).WithName("getConfig").WithSummary("One symbol's document with its version");
        group.MapPost("/{symbol}", Apply).AsChange(ApiScopes.Admin).WithName("changeConfig")
            .WithSummary("Changes a document; takes effect at the next bar boundary").Accepts<object>("application/json", RequestBody.MergePatch);
        group.MapGet("/{symbol}/history", History).WithName("getConfigHistory").WithSummary("Versions, newest first");
        group.MapPost("/{symbol}/rollback/{version}", Rollback).AsChange(ApiScopes.Admin).WithName("rollbackConfig")
            .WithSummary("Makes an earlier version the newest");
    }

    private static Ok<ConfigOverview> Overview(IConfigStore configs) => TypedResults.Ok(configs.GetOverview());

    private static Results<Ok<ConfigView>, DeskProblem> View(string symbol, IConfigStore configs)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        return configs.GetView(name) is { } view ? TypedResults.Ok(view) : DeskProblem.UnknownSymbol();
    }

    private static async Task<Results<Ok<ConfigHistory>, DeskProblem>> History(string symbol, string? limit, IConfigStore configs, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        var count = input.Limit(limit);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        return await configs.GetHistoryAsync(name, count, cancellationToken) is { } history ? TypedResults.Ok(history) : DeskProblem.UnknownSymbol();
    }

    private static async Task<Results<Ok<ConfigChangeResult>, DeskProblem>> Apply(
        string symbol, string? reason, HttpContext http, IConfigStore configs, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        var why = input.OptionalText(reason, "reason") ?? "changed over the API";
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        var (patch, problem) = await RequestBody.ReadObjectAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        var outcome = await configs.ApplyAsync(name, patch, Callers.NameOf(http), why, cancellationToken);
        return Answer(http, name, outcome);
    }

    private static async Task<Results<Ok<ConfigChangeResult>, DeskProblem>> Rollback(
        string symbol, string version, string? reason, HttpContext http, IConfigStore configs, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        var number = input.Integer(version, "version", 1, int.MaxValue) ?? 0;
        var why = input.OptionalText(reason, "reason") ?? $"rolled back to version {number}";
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        var outcome = await configs.RollbackAsync(name, number, Callers.NameOf(http), why, cancellationToken);
        return Answer(http, name, outcome);
    }

    private static Results<Ok<ConfigChangeResult>, DeskProblem> Answer(HttpContext http, Symbol symbol, Outcome<ConfigChangeResult> outcome)
    {
        var note = AuditNote.Of(http);
        note.Target = symbol.Name;
        if (!outcome.IsSuccess)
        {
            return DeskProblem.From(outcome.Fault);
        }

        note.Before = outcome.Value.Diff.ToDictionary(change => change.Path, change => change.Before, StringComparer.Ordinal);
        note.After = outcome.Value;
        return TypedResults.Ok(outcome.Value);
    }
}
