using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Auth;

/// <summary><c>Authorization: Bearer</c> with an API key or a dashboard circuit's token.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IApiKeyStore keys,
    CircuitTokens circuits,
    FailedAttempts failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";
    private const int MaxTokenLength = 512;

    private TimeSpan? _wait;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        var token = header.Count == 1 && header[0] is { } value && value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? value[Prefix.Length..].Trim() : "";
        if (token.Length is > 0 and <= MaxTokenLength)
        {
            var principal = CircuitTokens.IsCircuitToken(token)
                ? circuits.Validate(token)
                : await keys.VerifyAsync(token, Context.RequestAborted) is { } key ? DeskAuth.PrincipalOf(key) : null;
            if (principal is not null)
            {
                return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
            }
        }

        _wait = failures.Fail(Callers.AddressOf(Context));
        return AuthenticateResult.Fail("The bearer token is not valid.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return _wait is { } wait
            ? new DeskProblem(StatusCodes.Status429TooManyRequests, "TOO_MANY_FAILURES", "Too many failed authentications from this address; wait as long as Retry-After says.") { RetryAfter = wait }.ExecuteAsync(Context)
            : DeskProblem.ForStatus(StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        DeskProblem.ForStatus(StatusCodes.Status403Forbidden).ExecuteAsync(Context);
}
