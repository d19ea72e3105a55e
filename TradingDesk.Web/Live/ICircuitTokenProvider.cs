namespace TradingDesk.Web.Live;

/// <summary>
/// Gives the signed-in user's short-lived bearer token to the calls that a circuit makes. The host implements it, scoped: it reads the user from the
/// circuit's <c>AuthenticationStateProvider</c> and mints a token with the scopes of that user's role.
/// </summary>
public interface ICircuitTokenProvider
{
    /// <summary>A token that is valid now, or <see langword="null"/> where nobody is signed in. Called before every request: cache it until it is about to expire.</summary>
    ValueTask<string?> GetTokenAsync(CancellationToken cancellationToken);
}
