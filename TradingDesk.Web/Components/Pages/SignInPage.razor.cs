using Microsoft.AspNetCore.Components;

namespace TradingDesk.Web.Components.Pages;

/// <summary>
/// Sign-in as plain HTML: <c>code</c>, or <c>user</c> and <c>password</c>, with <c>returnUrl</c>, posted to <c>/ui/signin</c>. The link that the desk prints is
/// <c>/signin#code=…</c>: the fragment never reaches a server log; desk.js puts it into the form.
/// </summary>
public sealed partial class SignInPage
{
    /// <summary>Code of what went wrong, from <c>/ui/signin</c>; only known codes have words.</summary>
    [SupplyParameterFromQuery]
    private string? Error { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    private string LocalReturnUrl => ReturnUrl is { Length: > 0 } url && url[0] == '/' && !url.StartsWith("//", StringComparison.Ordinal)
        && !url.StartsWith("/\\", StringComparison.Ordinal) ? url : "/";

    private string? Failure => Error switch
    {
        null or "" => null,
        "code" => "This code is not valid any more. Ask the desk for a new one.",
        "password" => "User or password is wrong.",
        "locked" => "Too many attempts. Wait a few minutes.",
        _ => "Signing in did not work.",
    };
}
