using System.Collections.Concurrent;
using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.Api.Fakes;

/// <summary>API keys in memory; a key's secret is its name, so tests can read themselves.</summary>
internal sealed class FakeKeys(TimeProvider clock) : IApiKeyStore
{
    private readonly ConcurrentDictionary<string, ApiKey> _bySecret = new(StringComparer.Ordinal);

    /// <summary>Makes a key whose secret is <c>td_…</c> and returns it.</summary>
    public string Add(string name, params string[] scopes) => Add(name, scopes, expiresAt: null);

    public string Add(string name, string[] scopes, DateTimeOffset? expiresAt)
    {
        var id = (_bySecret.Count + 1).ToString("x16", CultureInfo.InvariantCulture);
        var secret = $"td_{id}_{name}-0123456789abcdef0123456789abcdef";
        _bySecret[secret] = new ApiKey(id, name, scopes, FakeDesk.Start, expiresAt is { } end ? Timestamp.FromDateTimeOffset(end) : null, LastUsedAt: null, RevokedAt: null);
        return secret;
    }

    public Task<Outcome<CreatedApiKey>> CreateAsync(string name, IReadOnlyCollection<string> scopes, Timestamp? expiresAt, CancellationToken cancellationToken)
    {
        var secret = Add(name, [.. scopes], expiresAt?.ToDateTimeOffset());
        return Task.FromResult<Outcome<CreatedApiKey>>(new CreatedApiKey(_bySecret[secret], secret));
    }

    public ValueTask<ApiKey?> VerifyAsync(string presentedKey, CancellationToken cancellationToken) => ValueTask.FromResult(
        _bySecret.TryGetValue(presentedKey, out var key) && key.RevokedAt is null && !(key.ExpiresAt <= Timestamp.Now(clock)) ? key : null);

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ApiKey>>([.. _bySecret.Values]);

    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var (secret, key) in _bySecret.Where(pair => pair.Value.Id == id))
        {
            _bySecret[secret] = key with { RevokedAt = FakeDesk.Start };
            return Task.FromResult(true);
        }

        return Task.FromResult(false);
    }
}

/// <summary>Accounts in memory.</summary>
internal sealed class FakeUsers : IUserStore
{
    private readonly ConcurrentDictionary<string, DeskUser> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _passwords = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public Task<Outcome<DeskUser>> CreateAsync(string name, string role, CancellationToken cancellationToken)
    {
        var user = new DeskUser(name, role, HasPassword: false, SessionVersion: 1, FakeDesk.Start, LastSignInAt: null);
        _users[name] = user;
        return Task.FromResult<Outcome<DeskUser>>(user);
    }

    public Task<DeskUser?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_users.GetValueOrDefault(name));

    public Task<IReadOnlyList<DeskUser>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeskUser>>([.. _users.Values]);

    public Task<Outcome<DeskUser>> SetPasswordAsync(string name, string password, CancellationToken cancellationToken)
    {
        _passwords[name] = password;
        var user = _users[name];
        return Task.FromResult<Outcome<DeskUser>>(_users[name] = user with { HasPassword = true, SessionVersion = user.SessionVersion + 1 });
    }

    public Task<DeskUser?> VerifyPasswordAsync(string name, string password, CancellationToken cancellationToken) =>
        Task.FromResult(_passwords.TryGetValue(name, out var right) && right == password ? _users[name] : null);

    public Task<Outcome<string>> CreateSignInTokenAsync(string name, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var token = $"one-time-{_tokens.Count}-for-{name}";
        _tokens[token] = name;
        return Task.FromResult<Outcome<string>>(token);
    }

    public Task<DeskUser?> RedeemSignInTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (!_tokens.TryRemove(token, out var name))
        {
            return Task.FromResult<DeskUser?>(null);
        }

        _users[name] = _users[name] with { LastSignInAt = FakeDesk.Start };
        return Task.FromResult<DeskUser?>(_users[name]);
    }
}

/// <summary>The audit log in memory.</summary>
internal sealed class FakeAudit : IAuditLog
{
    private readonly ConcurrentQueue<AuditEntry> _entries = new();

    public IReadOnlyList<AuditEntry> Entries => [.. _entries];

    public Task<AuditEntry> WriteAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry(_entries.Count + 1, FakeDesk.Start, record);
        _entries.Enqueue(entry);
        return Task.FromResult(entry);
    }

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(int limit, long? beforeId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>([.. _entries.Reverse().Take(limit)]);
}
