using System.CommandLine;
using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;

namespace TradingDesk.Api.Cli;

/// <summary><c>keys create|list|revoke</c>. Works on the data folder, whether the desk runs or not.</summary>
internal static class KeysCommand
{
    public static Command Create(DeskShell shell)
    {
        var keys = new Command("keys", "API keys");
        keys.Add(CreateKey(shell));
        keys.Add(List(shell));
        keys.Add(Revoke(shell));
        return keys;
    }

    private static Command CreateKey(DeskShell shell)
    {
        var name = new Argument<string>("name") { Description = "What the key is for" };
        var scopes = new Option<string>("--scopes") { Description = $"Comma-separated: {string.Join(", ", ApiScopes.All)}", Required = true };
        var days = new Option<int?>("--days") { Description = "Days until it expires (default: never)" };
        var folder = CommonOptions.DataFolder();
        var command = new Command("create", "Makes a key and prints it: once, and nothing else") { name, scopes, days, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var expires = parsed.GetValue(days) is { } count ? Timestamp.Now(shell.Clock) + TimeSpan.FromDays(Math.Clamp(count, -1, 36_500)) : (Timestamp?)null;
            var wanted = parsed.GetRequiredValue(scopes).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            using var database = shell.OpenDatabase(shell.DataFolderOf(parsed.GetValue(folder)));
            var created = await new ApiKeyStore(database, shell.Clock).CreateAsync(parsed.GetRequiredValue(name), wanted, expires, cancellationToken);
            if (!created.IsSuccess)
            {
                return await shell.FailAsync(created.Fault);
            }

            await AuditAsync(shell, database, "keys create", created.Value.Key, cancellationToken);
            await shell.Out.WriteLineAsync(created.Value.Secret);
            return DeskShell.Done;
        });
        return command;
    }

    private static Command List(DeskShell shell)
    {
        var all = new Option<bool>("--all") { Description = "Revoked and expired ones too" };
        var folder = CommonOptions.DataFolder();
        var command = new Command("list", "Lists keys, newest first") { all, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var database = shell.OpenDatabase(shell.DataFolderOf(parsed.GetValue(folder)));
            var now = Timestamp.Now(shell.Clock);
            foreach (var key in await new ApiKeyStore(database, shell.Clock).ListAsync(cancellationToken))
            {
                var state = key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : "valid";
                if (state == "valid" || parsed.GetValue(all))
                {
                    await shell.Out.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{key.Id}  {state,-7}  {string.Join(',', key.Scopes),-20}  expires {DeskShell.Show(key.ExpiresAt),-20}  used {DeskShell.Show(key.LastUsedAt),-20}  {key.Name}"));
                }
            }

            return DeskShell.Done;
        });
        return command;
    }

    private static Command Revoke(DeskShell shell)
    {
        var id = new Argument<string>("id") { Description = "The key's id, as keys list shows it" };
        var folder = CommonOptions.DataFolder();
        var command = new Command("revoke", "Makes a key void at once") { id, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var database = shell.OpenDatabase(shell.DataFolderOf(parsed.GetValue(folder)));
            var store = new ApiKeyStore(database, shell.Clock);
            if (!await store.RevokeAsync(parsed.GetRequiredValue(id), cancellationToken))
            {
                return await shell.FailAsync("There is no key with that id.", DeskShell.BadUsage);
            }

            var key = (await store.ListAsync(cancellationToken)).First(candidate => candidate.Id == parsed.GetRequiredValue(id));
            await AuditAsync(shell, database, "keys revoke", key, cancellationToken);
            return DeskShell.Done;
        });
        return command;
    }

    private static Task<AuditEntry> AuditAsync(DeskShell shell, DeskDatabase database, string what, ApiKey key, CancellationToken cancellationToken)
    {
        var after = System.Text.Json.JsonSerializer.Serialize(new { key.Name, key.Scopes, key.ExpiresAt }, Core.Contract.DeskJson.Options);
        return new AuditLog(database, shell.Clock).WriteAsync(new AuditRecord("shell", what, key.Id, Before: null, after, "shell"), cancellationToken);
    }
}
