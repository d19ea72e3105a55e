using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>What an API key may do; more than one may be held.</summary>
public static class ApiScopes
{
    public const string Read = "read";
    public const string Analyze = "analyze";
    public const string Propose = "propose";
    public const string Trade = "trade";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Read, Analyze, Propose, Trade, Admin];
}

/// <summary>An API key without its secret, which is stored nowhere.</summary>
/// <param name="Id">Public part of the key, 16 hexadecimal digits.</param>
/// <param name="LastUsedAt">To the minute; <see langword="null"/> where never used.</param>
public sealed record ApiKey(
    string Id,
    string Name,
    IReadOnlyList<string> Scopes,
    Timestamp CreatedAt,
    Timestamp? ExpiresAt,
    Timestamp? LastUsedAt,
    Timestamp? RevokedAt);

/// <param name="Secret">The whole key as the client sends it (<c>td_ID_SECRET</c>). Shown once; only its SHA-256 is stored.</param>
public sealed record CreatedApiKey(ApiKey Key, string Secret);

/// <summary>API keys. Thread-safe, and safe beside other processes on the same data folder.</summary>
public interface IApiKeyStore
{
    /// <summary>Makes a key with a 256-bit random secret.</summary>
    /// <param name="name">1 to 100 characters, none of them control characters.</param>
    /// <param name="scopes">At least one of <see cref="ApiScopes.All"/>; every scope implies <see cref="ApiScopes.Read"/>, which is added.</param>
    /// <returns>Faults: <c>INVALID_NAME</c>, <c>INVALID_SCOPE</c>, <c>EXPIRED</c> (the expiry has passed already).</returns>
    Task<Outcome<CreatedApiKey>> CreateAsync(string name, IReadOnlyCollection<string> scopes, Timestamp? expiresAt, CancellationToken cancellationToken);

    /// <summary>
    /// The key that the client holds, or <see langword="null"/> where it is malformed, unknown, expired or revoked. Compares in constant time; notes the use.
    /// A revocation, by whichever process, holds from the next call on.
    /// </summary>
    ValueTask<ApiKey?> VerifyAsync(string presentedKey, CancellationToken cancellationToken);

    /// <summary>All keys, revoked ones included, newest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False where there is no such key; true also where it was revoked before.</summary>
    Task<bool> RevokeAsync(string id, CancellationToken cancellationToken);
}
