using System.CommandLine;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline.Replay;

namespace TradingDesk.Api.Cli;

/// <summary><c>analyze FILE.csv --timeframe M15</c>: one JSON object per structure event, in the order in which it became known.</summary>
internal static class AnalyzeCommand
{
    public static Command Create(DeskShell shell)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV of bars: time,open,high,low,close,volume" };
        var timeframe = new Option<string>("--timeframe") { Description = "Length of the bars", DefaultValueFactory = _ => "M15" };
        var swingLength = new Option<int>("--swing-length") { Description = "Bars that confirm a swing, 1 to 50", DefaultValueFactory = _ => 5 };
        var parity = new Option<string?>("--parity") { Description = "smc: print the final set in the reference library's terms" };
        var command = new Command("analyze", "Prints the structure events of a file of bars") { file, timeframe, swingLength, parity };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!TimeframeExtensions.TryParse(parsed.GetValue(timeframe), out var length))
            {
                return await shell.FailAsync($"--timeframe must be one of {string.Join(", ", TimeframeExtensions.All)}.", DeskShell.BadUsage);
            }

            if (parsed.GetValue(swingLength) is < 1 or > 50)
            {
                return await shell.FailAsync("--swing-length must be from 1 to 50.", DeskShell.BadUsage);
            }

            var asReference = parsed.GetValue(parity);
            if (asReference is not null and not "smc")
            {
                return await shell.FailAsync("--parity knows only smc.", DeskShell.BadUsage);
            }

            var analysis = BarFileAnalysis.Run(parsed.GetRequiredValue(file).FullName, length, parsed.GetValue(swingLength), asReference is not null);
            if (!analysis.IsSuccess)
            {
                return await shell.FailAsync(analysis.Fault);
            }

            foreach (var row in analysis.Value)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await shell.Out.WriteLineAsync(JsonSerializer.Serialize(row, DeskJson.Options));
            }

            return DeskShell.Done;
        });
        return command;
    }
}
