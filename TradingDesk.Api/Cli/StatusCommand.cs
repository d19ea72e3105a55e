using System.CommandLine;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Cli;

/// <summary><c>status</c>: how the running desk is. Exit code 1 where it does not answer or is unhealthy.</summary>
internal static class StatusCommand
{
    public static Command Create(DeskShell shell)
    {
        var folder = CommonOptions.DataFolder();
        var address = CommonOptions.Address();
        var json = CommonOptions.Json();
        var command = new Command("status", "Shows how the running desk is") { folder, address, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var where = shell.AddressOf(parsed.GetValue(address));
            await using var client = await LocalClient.OpenAsync(shell, where, shell.DataFolderOf(parsed.GetValue(folder)), ApiScopes.Read, cancellationToken);
            string text;
            try
            {
                using var response = await client.Http.GetAsync("/health", cancellationToken);
                text = await response.Content.ReadAsStringAsync(cancellationToken);
                if (!response.IsSuccessStatusCode)
                {
                    return await shell.FailAsync($"The desk at {where} answered {(int)response.StatusCode}.");
                }
            }
            catch (HttpRequestException)
            {
                return await shell.FailAsync($"No desk answers at {where}.");
            }

            var report = JsonSerializer.Deserialize<HealthReport>(text, DeskJson.Options) ?? throw new InvalidDataException("The desk's answer is empty.");
            await (parsed.GetValue(json) ? shell.Out.WriteLineAsync(text) : PrintAsync(shell.Out, report));
            return report.Status == "unhealthy" ? DeskShell.Failed : DeskShell.Done;
        });
        return command;
    }

    private static async Task PrintAsync(TextWriter output, HealthReport report)
    {
        await output.WriteLineAsync($"{report.Status}  mode {report.Mode}  stage {report.Stage}  version {report.Version}  since {report.StartedAt}");
        foreach (var component in report.Components)
        {
            await output.WriteLineAsync($"  {component.Status,-9}  {component.Name,-24}  {component.Detail}");
        }

        foreach (var symbol in report.Symbols)
        {
            await output.WriteLineAsync($"  {symbol.FeedState,-9}  {symbol.Symbol,-24}  {symbol.Ticks} ticks, last {DeskShell.Show(symbol.LastTickAt)}");
        }
    }
}
