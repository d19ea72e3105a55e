using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using TradingDesk.Api.Endpoints;
using TradingDesk.Api.Hosting;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;

namespace TradingDesk.Api.Cli;

/// <summary><c>kill LEVEL --reason TEXT</c>: raises the kill level of the running desk; where none runs, writes it into the journal so that the desk starts in it.</summary>
internal static class KillCommand
{
    public static Command Create(DeskShell shell)
    {
        var level = new Argument<string>("level") { Description = "STOP_NEW, REDUCE, FLATTEN or SHUTDOWN" };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log", Required = true };
        var folder = CommonOptions.DataFolder();
        var address = CommonOptions.Address();
        var command = new Command("kill", "Raises the kill level, desk running or not") { level, reason, folder, address };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!KillLevelExtensions.TryParse(parsed.GetRequiredValue(level), out var wanted) || wanted == KillLevel.Normal)
            {
                return await shell.FailAsync("The level must be STOP_NEW, REDUCE, FLATTEN or SHUTDOWN.", DeskShell.BadUsage);
            }

            var why = parsed.GetRequiredValue(reason);
            if (!PlainText.IsGood(why))
            {
                return await shell.FailAsync("The reason: " + PlainText.Rule, DeskShell.BadUsage);
            }

            var data = shell.DataFolderOf(parsed.GetValue(folder));
            return await OverHttpAsync(shell, shell.AddressOf(parsed.GetValue(address)), data, wanted, why, cancellationToken)
                ?? await IntoJournalAsync(shell, data, wanted, why, cancellationToken);
        });
        return command;
    }

    /// <summary>Null where no desk answers.</summary>
    private static async Task<int?> OverHttpAsync(DeskShell shell, string address, string folder, KillLevel level, string reason, CancellationToken cancellationToken)
    {
        await using var client = await LocalClient.OpenAsync(shell, address, folder, ApiScopes.Trade, cancellationToken);
        try
        {
            using var response = await client.Http.PostAsJsonAsync("/kill-switch", new KillSwitchRequest(level.ToName(), reason), DeskJson.Options, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                await shell.Out.WriteLineAsync($"The desk at {address} is at {level.ToName()}.");
                return DeskShell.Done;
            }

            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return await shell.FailAsync($"The desk refused: {problem.RootElement.GetProperty("detail").GetString()}");
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<int> IntoJournalAsync(DeskShell shell, string folder, KillLevel level, string reason, CancellationToken cancellationToken)
    {
        using var alone = DeskInstance.TryHold(folder);
        if (alone is null)
        {
            return await shell.FailAsync("A desk runs on this data folder but does not answer: the level was not changed. Stop its process.");
        }

        using var database = shell.OpenDatabase(folder);
        var journal = new SqliteJournalStore(database, new StorageHealth(database, shell.Clock));
        var state = journal.LoadRecoveryState();
        if (state.Kill is { } present && level < present.Level)
        {
            return await shell.FailAsync($"The level is {present.Level.ToName()} already; only a reset in the running desk lowers it.");
        }

        journal.Commit([new KillLevelEntry(level, "shell", reason) { Sequence = state.LastSequence + 1, OccurredAt = state.LastEventAt ?? Timestamp.Now(shell.Clock) }]);
        await new AuditLog(database, shell.Clock).WriteAsync(
            new AuditRecord("shell", "kill", Target: null, state.Kill?.Level.ToName(), level.ToName(), "shell"), cancellationToken);
        await shell.Out.WriteLineAsync($"No desk runs; it will start at {level.ToName()}.");
        return DeskShell.Done;
    }
}
