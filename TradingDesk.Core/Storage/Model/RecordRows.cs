using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Model;

// Records that people make, a few a day; read and written through EF Core.

public sealed class ConfigVersionRow
{
    public required Symbol Symbol { get; init; }

    public int Version { get; init; }

    public required string Document { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    public Timestamp Since { get; init; }

    public required string Diff { get; init; }
}

public sealed class AuditRow
{
    public long Id { get; init; }

    public Timestamp At { get; init; }

    public required string Who { get; init; }

    public required string What { get; init; }

    public string? Target { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    public string? From { get; init; }
}

public sealed class ApiKeyRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret's 32 bytes.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>Separated by commas.</summary>
    public required string Scopes { get; init; }

    public Timestamp CreatedAt { get; init; }

    public Timestamp? ExpiresAt { get; init; }

    public Timestamp? LastUsedAt { get; set; }

    public Timestamp? RevokedAt { get; set; }
}

public sealed class UserRow
{
    public required string Name { get; init; }

    public required string Role { get; set; }

    /// <summary>Algorithm, iterations, salt and hash; <see langword="null"/> where only tokens sign this user in.</summary>
    public string? PasswordHash { get; set; }

    public int SessionVersion { get; set; }

    public Timestamp CreatedAt { get; init; }

    public Timestamp? LastSignInAt { get; set; }
}

/// <summary>A sign-in token that is still good; using it deletes the row.</summary>
public sealed class SignInTokenRow
{
    /// <summary>Lower-case hexadecimal SHA-256 of the token.</summary>
    public required string TokenHash { get; init; }

    public required string UserName { get; init; }

    public Timestamp ExpiresAt { get; init; }
}
