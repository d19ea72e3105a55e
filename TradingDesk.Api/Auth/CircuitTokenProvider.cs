using Microsoft.AspNetCore.Components.Authorization;
using TradingDesk.Web.Live;

namespace TradingDesk.Api.Auth;

/// <summary>Mints the signed-in user's tokens for one circuit. Scoped.</summary>
internal sealed class CircuitTokenProvider(AuthenticationStateProvider authentication, SessionCheck sessions, CircuitTokens tokens, TimeProvider wallClock)
    : ICircuitTokenProvider
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(1);

    private (string Token, DateTimeOffset ExpiresAt)? _current;

    public async ValueTask<string?> GetTokenAsync(CancellationToken cancellationToken)
    {
        if (_current is { } current && wallClock.GetUtcNow() < current.ExpiresAt - RenewBefore && tokens.Validate(current.Token) is not null)
        {
            return current.Token;
        }

        var state = await authentication.GetAuthenticationStateAsync();
        if (await sessions.FindUserAsync(state.User, cancellationToken) is not { } user)
        {
            _current = null;
            return null;
        }

        _current = tokens.Issue(user);
        return _current.Value.Token;
    }
}
