using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;

namespace TradingDesk.Core.Storage.Records;

/// <inheritdoc/>
/// <param name="clock">The wall clock: lifetimes are meant in real time, whatever the speed of the desk's own clock.</param>
/// <param name="passwordIterations">Rounds of PBKDF2-SHA-256; the default is OWASP's figure of 2023.</param>
public sealed class UserStore(DeskDatabase database, TimeProvider clock, int passwordIterations = 600_000) : IUserStore
{
    private const int MinPasswordLength = 12;
    private const int MaxPasswordLength = 200;
    private const int TokenBytes = 32;
    private const int TokenLength = 43;

    /// <summary>What a password is checked against where there is no user, so that the answer takes as long.</summary>
    private readonly Lazy<string> _nobodysHash = new(() => PasswordHash.Create("nobody", passwordIterations));

    public Task<Outcome<DeskUser>> CreateAsync(string name, string role, CancellationToken cancellationToken)
    {
        if (!IsValidName(name))
        {
            return Failed("INVALID_NAME", "A user name has 3 to 40 characters of a-z, 0-9, dot, dash and underscore.", "name");
        }

        if (!DeskRoles.All.Contains(role))
        {
            return Failed("INVALID_ROLE", $"A role is one of {string.Join(", ", DeskRoles.All)}.", "role");
        }

        return RecordWriter.WriteAsync<Outcome<DeskUser>>(
            database,
            async context =>
            {
                if (await context.Users.AnyAsync(user => user.Name == name, cancellationToken))
                {
                    return new Fault("EXISTS", $"There is a user {name} already.") { Field = "name" };
                }

                var row = new UserRow { Name = name, Role = role, SessionVersion = 1, CreatedAt = Timestamp.Now(clock) };
                context.Users.Add(row);
                await context.SaveChangesAsync(cancellationToken);
                return FromRow(row);
            },
            cancellationToken);
    }

    public Task<DeskUser?> FindAsync(string name, CancellationToken cancellationToken) => RecordWriter.ReadAsync(
        database,
        async context => await FindRowAsync(context, name, cancellationToken) is { } row ? FromRow(row) : null,
        cancellationToken);

    public Task<IReadOnlyList<DeskUser>> ListAsync(CancellationToken cancellationToken) => RecordWriter.ReadAsync<IReadOnlyList<DeskUser>>(
        database,
        async context => [.. (await context.Users.AsNoTracking().OrderBy(user => user.Name).ToListAsync(cancellationToken)).Select(FromRow)],
        cancellationToken);

    public Task<Outcome<DeskUser>> SetPasswordAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (password is not { Length: >= MinPasswordLength and <= MaxPasswordLength })
        {
            return Failed("WEAK_PASSWORD", "A password has 12 to 200 characters.", "password");
        }

        var hash = PasswordHash.Create(password, passwordIterations);
        return ChangeAsync(
            name,
            row =>
            {
                row.PasswordHash = hash;
                row.SessionVersion++;
            },
            cancellationToken);
    }

    public async Task<DeskUser?> VerifyPasswordAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (password is not { Length: <= MaxPasswordLength })
        {
            return null;
        }

        var row = await RecordWriter.ReadAsync(database, context => FindRowAsync(context, name, cancellationToken), cancellationToken);
        var isRight = PasswordHash.Verify(password, row?.PasswordHash ?? _nobodysHash.Value) && row?.PasswordHash is not null;
        return isRight ? await NoteSignInAsync(name, cancellationToken) : null;
    }

    public Task<Outcome<string>> CreateSignInTokenAsync(string name, TimeSpan lifetime, CancellationToken cancellationToken) => RecordWriter.WriteAsync<Outcome<string>>(
        database,
        async context =>
        {
            if (await FindRowAsync(context, name, cancellationToken) is null)
            {
                return UnknownUser(name);
            }

            var now = Timestamp.Now(clock);
            await context.SignInTokens.Where(token => token.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
            var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
            context.SignInTokens.Add(new SignInTokenRow { TokenHash = HashOf(token), UserName = name, ExpiresAt = now + lifetime });
            await context.SaveChangesAsync(cancellationToken);
            return token;
        },
        cancellationToken);

    public async Task<DeskUser?> RedeemSignInTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (token is not { Length: TokenLength })
        {
            return null;
        }

        // The token is looked up by its hash: what a comparison's time could tell is about the hash and of no use.
        var hash = HashOf(token);
        var name = await RecordWriter.WriteAsync(
            database,
            async context =>
            {
                var row = await context.SignInTokens.SingleOrDefaultAsync(found => found.TokenHash == hash, cancellationToken);
                if (row is null)
                {
                    return null;
                }

                context.SignInTokens.Remove(row);
                await context.SaveChangesAsync(cancellationToken);
                return row.ExpiresAt > Timestamp.Now(clock) ? row.UserName : null;
            },
            cancellationToken);
        return name is null ? null : await NoteSignInAsync(name, cancellationToken);
    }

    private async Task<DeskUser?> NoteSignInAsync(string name, CancellationToken cancellationToken)
    {
        var noted = await ChangeAsync(name, row => row.LastSignInAt = Timestamp.Now(clock), cancellationToken);
        return noted.IsSuccess ? noted.Value : null;
    }

    private Task<Outcome<DeskUser>> ChangeAsync(string name, Action<UserRow> change, CancellationToken cancellationToken) => RecordWriter.WriteAsync<Outcome<DeskUser>>(
        database,
        async context =>
        {
            if (await FindRowAsync(context, name, cancellationToken) is not { } row)
            {
                return UnknownUser(name);
            }

            change(row);
            await context.SaveChangesAsync(cancellationToken);
            return FromRow(row);
        },
        cancellationToken);

    private static Task<UserRow?> FindRowAsync(DeskDbContext context, string name, CancellationToken cancellationToken) =>
        context.Users.SingleOrDefaultAsync(user => user.Name == name, cancellationToken);

    private static bool IsValidName(string? name) =>
        name is { Length: >= 3 and <= 40 } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private static Fault UnknownUser(string name) => new("UNKNOWN_USER", $"There is no user {name}.") { Field = "name" };

    private static Task<Outcome<DeskUser>> Failed(string code, string message, string field) => Task.FromResult<Outcome<DeskUser>>(new Fault(code, message) { Field = field });

    private static DeskUser FromRow(UserRow row) => new(row.Name, row.Role, row.PasswordHash is not null, row.SessionVersion, row.CreatedAt, row.LastSignInAt);
}
