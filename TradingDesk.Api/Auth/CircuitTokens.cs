using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Auth;

/// <summary>
/// Short-lived bearer tokens with which a dashboard circuit calls the API as its user. Kept in memory by their hash: they die with the process, and with a change of
/// the user's role or password at the latest when they expire.
/// </summary>
public sealed class CircuitTokens(TimeProvider clock)
{
    /// <summary>Marks these tokens, so that no log can hold one unnoticed.</summary>
    public const string Prefix = "tdc_";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private const int MaxTokens = 10_000;
    private const int SecretBytes = 32;

    private readonly ConcurrentDictionary<string, Issued> _issued = new(StringComparer.Ordinal);

    public static bool IsCircuitToken(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A new token for a signed-in user.</summary>
    /// <exception cref="InvalidOperationException">More tokens are alive than any number of people could hold.</exception>
    public (string Token, DateTimeOffset ExpiresAt) Issue(DeskUser user)
    {
        var now = clock.GetUtcNow();
        if (_issued.Count >= MaxTokens)
        {
            Sweep(now);
        }

        if (_issued.Count >= MaxTokens)
        {
            throw new InvalidOperationException("Too many circuit tokens are alive.");
        }

        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var issued = new Issued(DeskAuth.PrincipalOf(user, DeskAuth.BearerScheme), now + Lifetime);
        _issued[HashOf(token)] = issued;
        return (token, issued.ExpiresAt);
    }

    /// <summary>The user that the token stands for; <see langword="null"/> where it is unknown or expired. Looked up by hash, so the time tells nothing about the secret.</summary>
    public ClaimsPrincipal? Validate(string token) =>
        _issued.TryGetValue(HashOf(token), out var issued) && clock.GetUtcNow() < issued.ExpiresAt ? issued.Principal : null;

    /// <summary>Ends all of a user's tokens, at sign-out.</summary>
    public void RevokeAllOf(string userName)
    {
        foreach (var (hash, issued) in _issued)
        {
            if (issued.Principal.Identity?.Name == userName)
            {
                _issued.TryRemove(hash, out _);
            }
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (hash, issued) in _issued)
        {
            if (now >= issued.ExpiresAt)
            {
                _issued.TryRemove(hash, out _);
            }
        }
    }

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Issued(ClaimsPrincipal Principal, DateTimeOffset ExpiresAt);
}

/// <summary>Tells whether a session still stands: its user exists and has neither changed role nor password since.</summary>
public sealed class SessionCheck(IUserStore users)
{
    public async Task<DeskUser?> FindUserAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (principal.Identity is not { IsAuthenticated: true, Name: { } name })
        {
            return null;
        }

        var user = await users.FindAsync(name, cancellationToken);
        var version = principal.FindFirstValue(DeskAuth.SessionVersionClaim);
        return user is not null && version == user.SessionVersion.ToString(CultureInfo.InvariantCulture) ? user : null;
    }
}
