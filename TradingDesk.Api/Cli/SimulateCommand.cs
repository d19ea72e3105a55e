using System.CommandLine;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Pipeline.Replay;

namespace TradingDesk.Api.Cli;

/// <summary><c>simulate --days N --seed S --out FOLDER</c>: writes the raw tape of the simulated market without waiting.</summary>
internal static class SimulateCommand
{
    private const int MaxDays = 366;

    public static Command Create(DeskShell shell)
    {
        var days = new Option<int>("--days") { Description = "Days to simulate, 1 to 366", DefaultValueFactory = _ => 1 };
        var seed = new Option<long>("--seed") { Description = "The market's seed", DefaultValueFactory = _ => new SimulatorOptions().Seed };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder for the tape; must be empty or not there yet", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("simulate", "Writes a raw tape of the simulated market, which replay reads") { days, seed, folder, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = parsed.GetRequiredValue(folder);
            if (parsed.GetValue(days) is < 1 or > MaxDays)
            {
                return await shell.FailAsync($"--days must be from 1 to {MaxDays}.", DeskShell.BadUsage);
            }

            if (target.Exists && target.EnumerateFileSystemInfos().Any())
            {
                return await shell.FailAsync($"{target.FullName} is not empty.", DeskShell.BadUsage);
            }

            var simulation = new TapeSimulation(new SimulatorOptions { Seed = parsed.GetValue(seed) });
            var progress = new ProgressLine(shell);
            var summary = await Task.Run(() => simulation.Write(target.FullName, parsed.GetValue(days), at => progress.Show($"simulated up to {at}"), cancellationToken), cancellationToken);
            progress.End();
            await shell.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(summary, DeskJson.Options)
                : $"{summary.Folder}: {summary.From} to {summary.To}, seed {summary.Seed}, {summary.BinanceFrames} Binance frames, {summary.BridgeLines} bridge lines, {summary.HistoryBars} bars of history");
            return DeskShell.Done;
        });
        return command;
    }
}
