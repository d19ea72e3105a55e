using System.Net.Http.Headers;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;

namespace TradingDesk.Api.Cli;

/// <summary>
/// Calls a running desk from the shell. The key comes from <c>TRADINGDESK_KEY</c>; without it, who can write the data folder may make one, so the command makes its own for a
/// minute and revokes it afterwards. Never an option: the arguments of a process are public.
/// </summary>
internal sealed class LocalClient : IAsyncDisposable
{
    public const string KeyVariable = "TRADINGDESK_KEY";

    private readonly DeskDatabase? _database;
    private readonly ApiKeyStore? _store;
    private readonly string? _keyId;

    private LocalClient(HttpClient http, DeskDatabase? database = null, ApiKeyStore? store = null, string? keyId = null) => (Http, _database, _store, _keyId) = (http, database, store, keyId);

    public HttpClient Http { get; }

    public static async Task<LocalClient> OpenAsync(DeskShell shell, string address, string folder, string scope, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(10) };
        if (shell.Configuration[KeyVariable] is { Length: > 0 } given)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", given);
            return new LocalClient(http);
        }

        var database = shell.OpenDatabase(folder);
        var store = new ApiKeyStore(database, shell.Clock);
        var created = await store.CreateAsync("shell", [scope], Timestamp.Now(shell.Clock) + TimeSpan.FromMinutes(1), cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", created.Value.Secret);
        return new LocalClient(http, database, store, created.Value.Key.Id);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_store is not null && _keyId is not null)
        {
            await _store.RevokeAsync(_keyId, CancellationToken.None);
        }

        _database?.Dispose();
    }
}
