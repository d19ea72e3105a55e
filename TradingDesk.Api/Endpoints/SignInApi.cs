using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Endpoints;

/// <summary>
/// What browsers post as plain forms: signing in and out, and the kill switch, which has to work when a page's circuit does not. Each form carries the antiforgery token;
/// each answer is a redirect back into the dashboard (303) or a problem.
/// </summary>
internal static class SignInApi
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const int MaxFieldLength = 2_000;

    public static void MapSignInApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ui").ExcludeFromDescription();
        group.MapPost("/signin", SignIn).AllowAnonymous();
        group.MapPost("/signout", SignOut);
        group.MapPost("/kill-switch", Kill).RequireAuthorization(DeskAuth.PolicyOf(ApiScopes.Trade))
            .WithMetadata(new ChangeMetadata(ApiScopes.Trade)).AddEndpointFilter<AuditFilter>();
    }

    private static async Task<IResult> SignIn(
        HttpContext http, IAntiforgery antiforgery, IUserStore users, IAuditLog audit, FailedAttempts failures, CancellationToken cancellationToken)
    {
        var (form, problem) = await ReadFormAsync(http, antiforgery, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var back = LocalOrHome(form["returnUrl"]);
        var waiting = failures.WaitOf(Callers.AddressOf(http)) is not null;
        var (user, way) = await RedeemAsync(form, users, waiting, cancellationToken);
        if (user is null)
        {
            return Refuse(http, failures.Fail(Callers.AddressOf(http)), way, back);
        }

        await http.SignInAsync(DeskAuth.CookieScheme, DeskAuth.PrincipalOf(user, DeskAuth.CookieScheme));
        await audit.WriteAsync(new AuditRecord(user.Name, "sign-in by " + way, user.Name, Before: null, After: null, Callers.AddressOf(http)), CancellationToken.None);
        return new SeeOther(back);
    }

    private static async Task<(DeskUser? User, string Way)> RedeemAsync(IFormCollection form, IUserStore users, bool waiting, CancellationToken cancellationToken)
    {
        var (code, name, password) = (form["code"].ToString().Trim(), form["user"].ToString().Trim(), form["password"].ToString());
        if (code.Length > 0)
        {
            return (code.Length <= MaxFieldLength ? await users.RedeemSignInTokenAsync(code, cancellationToken) : null, "code");
        }

        var given = !waiting && name.Length is > 0 and <= MaxFieldLength && password.Length is > 0 and <= MaxFieldLength;
        return (given ? await users.VerifyPasswordAsync(name, password, cancellationToken) : null, "password");
    }

    /// <summary>People go back to the page, which says what was wrong; programs that may not try on learn for how long.</summary>
    private static IResult Refuse(HttpContext http, TimeSpan? wait, string way, string back)
    {
        if (wait is { } locked && !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            return new DeskProblem(StatusCodes.Status429TooManyRequests, "TOO_MANY_FAILURES", "Too many failed sign-ins from this address; wait as long as Retry-After says.") { RetryAfter = locked };
        }

        return new SeeOther($"{AuthExtensions.SignInPage}?error={(wait is null ? way : "locked")}&returnUrl={Uri.EscapeDataString(back)}");
    }

    private static async Task<IResult> SignOut(HttpContext http, IAntiforgery antiforgery, CircuitTokens circuits, CancellationToken cancellationToken)
    {
        var (_, problem) = await ReadFormAsync(http, antiforgery, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        if (http.User.Identity?.Name is { } name)
        {
            circuits.RevokeAllOf(name);
        }

        await http.SignOutAsync(DeskAuth.CookieScheme);
        return new SeeOther(AuthExtensions.SignInPage);
    }

    private static async Task<IResult> Kill(
        HttpContext http, IAntiforgery antiforgery, IDeskReader desk, IDeskControl control, CancellationToken cancellationToken)
    {
        var (form, problem) = await ReadFormAsync(http, antiforgery, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var faults = new InputFaults();
        if (!KillLevelExtensions.TryParse(form["level"], out var level) || level == KillLevel.Normal)
        {
            faults.Add("level", "Required: STOP_NEW, REDUCE, FLATTEN or SHUTDOWN.");
        }

        var reason = form["reason"].ToString().Trim();
        if (!PlainText.IsGood(reason))
        {
            faults.Add("reason", "Required. " + PlainText.Rule);
        }

        if (faults.Any)
        {
            return DeskProblem.BadInput(faults);
        }

        var outcome = (await ControlApi.RaiseAsync(http, desk, control, level, reason, cancellationToken)).Result;
        return outcome is DeskProblem ? outcome : new SeeOther(LocalOrHome(form["returnUrl"]));
    }

    private static async Task<(IFormCollection Form, DeskProblem? Problem)> ReadFormAsync(HttpContext http, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.MediaType != FormType)
        {
            return (FormCollection.Empty, DeskProblem.ForStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            var faults = new InputFaults();
            faults.Add("$", "The form has too many or too long fields.");
            return (FormCollection.Empty, DeskProblem.BadInput(faults));
        }

        return await antiforgery.IsRequestValidAsync(http)
            ? (form, null)
            : (FormCollection.Empty, new DeskProblem(StatusCodes.Status400BadRequest, "ANTIFORGERY", "The form's antiforgery token is missing or no longer valid: load the page again."));
    }

    /// <summary>Only addresses inside this desk; anything else leads home.</summary>
    internal static string LocalOrHome(string? url) =>
        url is ['/', ..] && url.Length <= MaxFieldLength && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) ? url : "/";

    /// <summary>303: the browser goes on with a GET.</summary>
    private sealed class SeeOther(string location) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status303SeeOther;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}
