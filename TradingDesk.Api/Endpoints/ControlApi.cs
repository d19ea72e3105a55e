using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Endpoints;

/// <summary>The two switches that hold the desk back: shadow mode and the kill switch.</summary>
internal static class ControlApi
{
    private static readonly string[] LevelNames = [.. Enum.GetValues<KillLevel>().Where(level => level != KillLevel.Normal).Select(level => level.ToName())];

    public static void MapControlApi(this IEndpointRouteBuilder routes)
    {
        var shadow = routes.MapGroup("/shadow-mode").WithTags("control").WithProblem(400);
        shadow.MapGet("", (IDeskReader desk) => TypedResults.Ok(desk.ShadowMode)).WithName("getShadowMode").WithSummary("Whether proposals are recorded and never sent");
        shadow.MapPost("", SetShadowMode).AsChange(ApiScopes.Admin).WithName("setShadowMode")
            .WithSummary("Turns shadow mode on or off, for all symbols or those named").Accepts<ShadowModeRequest>("application/json");

        var kill = routes.MapGroup("/kill-switch").WithTags("control").WithProblem(400);
        kill.MapGet("", (IDeskReader desk) => TypedResults.Ok(desk.KillSwitch)).WithName("getKillSwitch").WithSummary("The kill level, and what each level would do now");
        kill.MapPost("", Raise).AsChange(ApiScopes.Trade).WithName("raiseKillSwitch")
            .WithSummary("Raises the kill level; never lowers it").Accepts<KillSwitchRequest>("application/json");
        kill.MapPost("/reset", Reset).AsChange(ApiScopes.Admin).WithName("resetKillSwitch")
            .WithSummary("Back to NORMAL").Accepts<KillSwitchResetRequest>("application/json");
    }

    private static async Task<Results<Ok<ShadowModeView>, DeskProblem>> SetShadowMode(
        HttpContext http, IDeskReader desk, IDeskControl control, CancellationToken cancellationToken)
    {
        var (body, problem) = await RequestBody.ReadObjectAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        var faults = new InputFaults();
        var reader = new ObjectReader(body, faults);
        var enabled = reader.RequiredBoolean("enabled");
        var symbols = reader.Symbols("symbols", desk.Instruments.Select(instrument => instrument.Symbol).ToHashSet());
        var reason = reader.RequiredText("reason");
        reader.RefuseOthers();
        if (faults.Any || enabled is not { } on || reason is null)
        {
            return DeskProblem.BadInput(faults);
        }

        var before = desk.ShadowMode;
        var outcome = await control.SetShadowModeAsync(on, symbols, Callers.NameOf(http), reason, cancellationToken);
        return Answer(http, symbols.Count == 0 ? null : string.Join(",", symbols), before, outcome);
    }

    private static async Task<Results<Ok<KillSwitchView>, DeskProblem>> Raise(HttpContext http, IDeskReader desk, IDeskControl control, CancellationToken cancellationToken)
    {
        var (body, problem) = await RequestBody.ReadObjectAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        var faults = new InputFaults();
        var reader = new ObjectReader(body, faults);
        var name = reader.RequiredName("level", LevelNames);
        var reason = reader.RequiredText("reason");
        reader.RefuseOthers();
        if (faults.Any || reason is null || !KillLevelExtensions.TryParse(name, out var level))
        {
            return DeskProblem.BadInput(faults);
        }

        return await RaiseAsync(http, desk, control, level, reason, cancellationToken);
    }

    /// <summary>Shared with the dashboard's form.</summary>
    public static async Task<Results<Ok<KillSwitchView>, DeskProblem>> RaiseAsync(
        HttpContext http, IDeskReader desk, IDeskControl control, KillLevel level, string reason, CancellationToken cancellationToken)
    {
        var before = desk.KillSwitch;
        var outcome = await control.RaiseKillSwitchAsync(level, Callers.NameOf(http), reason, cancellationToken);
        return Answer(http, target: null, before, outcome);
    }

    private static async Task<Results<Ok<KillSwitchView>, DeskProblem>> Reset(HttpContext http, IDeskReader desk, IDeskControl control, CancellationToken cancellationToken)
    {
        var (body, problem) = await RequestBody.ReadObjectAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        var faults = new InputFaults();
        var reader = new ObjectReader(body, faults);
        var reason = reader.RequiredText("reason");
        reader.RefuseOthers();
        if (faults.Any || reason is null)
        {
            return DeskProblem.BadInput(faults);
        }

        var before = desk.KillSwitch;
        var outcome = await control.ResetKillSwitchAsync(Callers.NameOf(http), reason, cancellationToken);
        return Answer(http, target: null, before, outcome);
    }

    private static Results<Ok<T>, DeskProblem> Answer<T>(HttpContext http, string? target, T before, Outcome<T> outcome)
        where T : class
    {
        var note = AuditNote.Of(http);
        (note.Target, note.Before) = (target, before);
        if (!outcome.IsSuccess)
        {
            return DeskProblem.From(outcome.Fault);
        }

        note.After = outcome.Value;
        return TypedResults.Ok(outcome.Value);
    }
}
