using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Records;

/// <inheritdoc/>
/// <param name="clock">The wall clock: expiries are meant in real time, whatever the speed of the desk's own clock.</param>
public sealed class ApiKeyStore(DeskDatabase database, TimeProvider clock) : IApiKeyStore
{
    private const string Prefix = "td_";
    private const int IdBytes = 8;
    private const int IdLength = IdBytes * 2;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int MaxNameLength = 100;
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(1);

    private const string SelectKey = "SELECT id, name, scopes, created_at, expires_at, last_used_at, revoked_at, secret_hash FROM api_keys WHERE id = ?1";
    private const string UpdateLastUsed = "UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1";

    private readonly ConcurrentDictionary<string, Timestamp> _lastUses = [];

    public async Task<Outcome<CreatedApiKey>> CreateAsync(string name, IReadOnlyCollection<string> scopes, Timestamp? expiresAt, CancellationToken cancellationToken)
    {
        if (name is not { Length: >= 1 and <= MaxNameLength } || name.Any(char.IsControl))
        {
            return new Fault("INVALID_NAME", "A key's name has 1 to 100 characters, none of them control characters.") { Field = "name" };
        }

        if (scopes.Count == 0 || scopes.Any(scope => !ApiScopes.All.Contains(scope)))
        {
            return new Fault("INVALID_SCOPE", $"Scopes are {string.Join(", ", ApiScopes.All)}; at least one is needed.") { Field = "scopes" };
        }

        var now = Timestamp.Now(clock);
        if (expiresAt <= now)
        {
            return new Fault("EXPIRED", "The expiry lies in the past.") { Field = "expiresAt" };
        }

        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var row = new ApiKeyRow
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            Name = name,
            SecretHash = SHA256.HashData(secret),
            Scopes = string.Join(',', ApiScopes.All.Where(scope => scope == ApiScopes.Read || scopes.Contains(scope))),
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        await RecordWriter.WriteAsync(
            database,
            async context =>
            {
                context.ApiKeys.Add(row);
                return await context.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        return new CreatedApiKey(FromRow(row), $"{Prefix}{row.Id}_{Base64Url.EncodeToString(secret)}");
    }

    public ValueTask<ApiKey?> VerifyAsync(string presentedKey, CancellationToken cancellationToken)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        if (!TrySplit(presentedKey, out var id, secret))
        {
            return ValueTask.FromResult<ApiKey?>(null);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, hash);
        var (key, storedHash) = Find(id);
        var isRight = CryptographicOperations.FixedTimeEquals(hash, storedHash);
        var now = Timestamp.Now(clock);
        if (!isRight || key is null || key.RevokedAt is not null || key.ExpiresAt <= now)
        {
            return ValueTask.FromResult<ApiKey?>(null);
        }

        NoteUse(key, now);
        return ValueTask.FromResult<ApiKey?>(key);
    }

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) => RecordWriter.ReadAsync<IReadOnlyList<ApiKey>>(
        database,
        async context =>
        {
            var rows = await context.ApiKeys.AsNoTracking().OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
            return [.. rows.Select(FromRow)];
        },
        cancellationToken);

    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken) => RecordWriter.WriteAsync(
        database,
        async context =>
        {
            var row = await context.ApiKeys.SingleOrDefaultAsync(key => key.Id == id, cancellationToken);
            if (row is null)
            {
                return false;
            }

            row.RevokedAt ??= Timestamp.Now(clock);
            await context.SaveChangesAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>The key and its hash; for an unknown id no key and a hash that no secret has.</summary>
    private (ApiKey? Key, byte[] Hash) Find(string id) => database.Readers.Read<(ApiKey?, byte[])>(connection =>
    {
        var row = connection.Use(SelectKey).Bind(1, id);
        if (!row.Step())
        {
            return (null, new byte[SHA256.HashSizeInBytes]);
        }

        var key = new ApiKey(row.Text(0), row.Text(1), row.Text(2).Split(','), row.Time(3), OptionalTime(row, 4), OptionalTime(row, 5), OptionalTime(row, 6));
        var hash = row.Blob(7).ToArray();
        row.Reset();
        return (key, hash);
    });

    private void NoteUse(ApiKey key, Timestamp now)
    {
        if (_lastUses.TryGetValue(key.Id, out var noted) && now - noted < LastUsedPrecision)
        {
            return;
        }

        _lastUses[key.Id] = now;
        try
        {
            database.Writer.Run(WriteStage.Record, connection => connection.Use(UpdateLastUsed).Bind(1, key.Id).Bind(2, now).Run());
        }
        catch (StorageException)
        {
            _lastUses.TryRemove(key.Id, out _); // A locked disk must not lock people out; the next use notes it. StorageHealth reports the disk.
        }
    }

    private static bool TrySplit(string? text, out string id, Span<byte> secret)
    {
        id = "";
        if (text is null || text.Length != Prefix.Length + IdLength + 1 + SecretLength || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || text[Prefix.Length + IdLength] != '_')
        {
            return false;
        }

        id = text.Substring(Prefix.Length, IdLength);
        var encoded = text.AsSpan(Prefix.Length + IdLength + 1);
        return Base64Url.IsValid(encoded, out var length) && length == SecretBytes && Base64Url.TryDecodeFromChars(encoded, secret, out _);
    }

    private static Timestamp? OptionalTime(Statement row, int column) => row.IsNull(column) ? null : row.Time(column);

    private static ApiKey FromRow(ApiKeyRow row) => new(row.Id, row.Name, row.Scopes.Split(','), row.CreatedAt, row.ExpiresAt, row.LastUsedAt, row.RevokedAt);
}
