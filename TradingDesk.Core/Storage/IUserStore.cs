using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>Roles of people who sign in.</summary>
public static class DeskRoles
{
    /// <summary>Reads everything.</summary>
    public const string Viewer = "viewer";

    /// <summary>Reads, proposes, trades.</summary>
    public const string Trader = "trader";

    /// <summary>Everything.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Viewer, Trader, Admin];
}

/// <summary>A person who may sign in.</summary>
/// <param name="SessionVersion">Goes up with every change of password or role; a session that carries an older one is void.</param>
public sealed record DeskUser(string Name, string Role, bool HasPassword, int SessionVersion, Timestamp CreatedAt, Timestamp? LastSignInAt);

/// <summary>Accounts and one-time sign-in tokens. Thread-safe, and safe beside other processes on the same data folder.</summary>
public interface IUserStore
{
    /// <param name="name">3 to 40 characters of a-z, 0-9, dot, dash and underscore.</param>
    /// <param name="role">One of <see cref="DeskRoles.All"/>.</param>
    /// <returns>Faults: <c>INVALID_NAME</c>, <c>INVALID_ROLE</c>, <c>EXISTS</c>.</returns>
    Task<Outcome<DeskUser>> CreateAsync(string name, string role, CancellationToken cancellationToken);

    Task<DeskUser?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>By name.</summary>
    Task<IReadOnlyList<DeskUser>> ListAsync(CancellationToken cancellationToken);

    /// <param name="password">12 to 200 characters. Stored as PBKDF2-SHA-256 with its own salt.</param>
    /// <returns>Faults: <c>UNKNOWN_USER</c>, <c>WEAK_PASSWORD</c>.</returns>
    Task<Outcome<DeskUser>> SetPasswordAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>The user, or <see langword="null"/> where name or password is wrong; both cases take the same time.</summary>
    Task<DeskUser?> VerifyPasswordAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>A token of 256 random bits that signs the user in once. Only its SHA-256 is stored.</summary>
    /// <returns>Fault: <c>UNKNOWN_USER</c>.</returns>
    Task<Outcome<string>> CreateSignInTokenAsync(string name, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Uses the token up and gives its user; <see langword="null"/> where it is unknown, used or expired. Of two concurrent calls one succeeds.</summary>
    Task<DeskUser?> RedeemSignInTokenAsync(string token, CancellationToken cancellationToken);
}
