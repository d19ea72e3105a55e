using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline.Replay;

namespace TradingDesk.Api.Cli;

/// <summary><c>replay FILE|FOLDER…</c>: runs recorded input through the pipeline and sums it up.</summary>
internal static class ReplayCommand
{
    public static Command Create(DeskShell shell)
    {
        var paths = new Argument<string[]>("input") { Description = "Tape folders, recorded frame files (.gz or plain), CSV files", Arity = ArgumentArity.OneOrMore };
        var symbol = new Option<string?>("--symbol") { Description = "Names the symbol of inputs that hold just one" };
        var speed = new Option<string>("--speed") { Description = "Event seconds per second, or max", DefaultValueFactory = _ => "max" };
        var workers = new Option<int>("--workers") { Description = "Threads, 0 for one per processor; the result is the same", DefaultValueFactory = _ => 1 };
        var barsOut = new Option<string?>("--bars-out") { Description = "Folder for one CSV file of closed bars per symbol and timeframe" };
        var stopAfter = new Option<long?>("--stop-after") { Description = "Stop after so many events and write the state to --state" };
        var state = new Option<string?>("--state") { Description = "File of an interrupted replay's state" };
        var resume = new Option<bool>("--resume") { Description = "Take up the replay that --state interrupted" };
        var json = CommonOptions.Json();
        var command = new Command("replay", "Runs recorded input through the desk's pipeline") { paths, symbol, speed, workers, barsOut, stopAfter, state, resume, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = Read(
                parsed.GetRequiredValue(paths), parsed.GetValue(symbol), parsed.GetRequiredValue(speed), parsed.GetValue(workers), parsed.GetValue(barsOut),
                parsed.GetValue(stopAfter), parsed.GetValue(state), parsed.GetValue(resume));
            if (!request.IsSuccess)
            {
                return await shell.FailAsync(request.Fault);
            }

            var opened = ReplaySession.Open(request.Value, shell.Clock);
            if (!opened.IsSuccess)
            {
                return await shell.FailAsync(opened.Fault);
            }

            using var session = opened.Value;
            var progress = new ProgressLine(shell);
            var summary = await Task.Run(() => session.Run((events, at) => progress.Show($"{events} events, {at}"), cancellationToken), cancellationToken);
            progress.End();
            await shell.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(summary, DeskJson.Options) : Describe(summary));
            return DeskShell.Done;
        });
        return command;
    }

    private static Outcome<ReplayRequest> Read(string[] paths, string? symbolName, string speedText, int workers, string? barsOut, long? stopAfter, string? state, bool resume)
    {
        Core.Domain.Symbol? symbol = null;
        if (symbolName is not null)
        {
            if (!Core.Domain.Symbol.TryParse(symbolName, out var parsed))
            {
                return new Fault("BAD_SYMBOL", "--symbol has 3 to 20 characters of A-Z and 0-9.");
            }

            symbol = parsed;
        }

        double? speed = null;
        if (!string.Equals(speedText, "max", StringComparison.OrdinalIgnoreCase))
        {
            if (!double.TryParse(speedText, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number > 0 && number <= 1_000_000))
            {
                return new Fault("BAD_SPEED", "--speed must be max or a number above 0.");
            }

            speed = number;
        }

        if (workers is < 0 or > 64)
        {
            return new Fault("BAD_WORKERS", "--workers must be from 0 to 64.");
        }

        if ((resume || stopAfter is not null) && state is null)
        {
            return new Fault("NO_STATE", "--stop-after and --resume need --state.");
        }

        if (stopAfter is < 1)
        {
            return new Fault("BAD_STOP", "--stop-after must be at least 1.");
        }

        if (resume && !File.Exists(state))
        {
            return new Fault("NO_STATE", $"'{state}' does not exist.");
        }

        return new ReplayRequest { Paths = paths, Symbol = symbol, Speed = speed, Workers = workers, BarsOut = barsOut, StopAfter = stopAfter, StateFile = state, Resume = resume };
    }

    private static string Describe(ReplaySummary summary)
    {
        static string Join(IReadOnlyDictionary<string, long> counts) => string.Join(", ", counts.Where(c => c.Value > 0).Select(c => $"{c.Key} {c.Value}"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            {summary.Events} events, {summary.Ticks} ticks in {summary.WallSeconds:0.0} s ({summary.TicksPerSecond:0} ticks/s)
            bars       {Join(summary.Bars)}
            discards   {Join(summary.Discards)}
            decisions  {Join(summary.Decisions)}; proposed {Join(summary.Proposals)}
            trades     {summary.Fills} fills, {summary.Trades} closed
            hash       {summary.DecisionHash}
            """);
    }
}
