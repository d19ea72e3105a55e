using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Api.Hosting;
using TradingDesk.Api.Hosting.Desk;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Mt5.Conformance;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;

namespace TradingDesk.Api.Cli;

/// <summary><c>doctor --bridge</c>: listens in the desk's place and walks an Expert Advisor through the bridge's conformance suite. Exit code 1 where a step fails.</summary>
internal static class DoctorBridge
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(DeskShell shell, string folder, bool trade, int waitSeconds, CancellationToken cancellationToken)
    {
        var options = SectionReader.Read<BridgeOptions>(shell.Configuration, BridgeOptions.Section);
        if (!options.IsSuccess)
        {
            return await shell.FailAsync(options.Fault);
        }

        if (options.Value.Token.Length == 0)
        {
            return await shell.FailAsync($"Set {BridgeOptions.Section}:Token: the same secret as in the Expert Advisor's input.", DeskShell.BadUsage);
        }

        using var held = DeskInstance.TryHold(folder);
        if (held is null)
        {
            return await shell.FailAsync("A desk runs on this data folder and has the bridge; stop it first.");
        }

        var instruments = await InstrumentsAsync(shell, folder, options.Value, cancellationToken);
        if (!instruments.IsSuccess)
        {
            return await shell.FailAsync(instruments.Fault);
        }

        try
        {
            var run = new ConformanceOptions(trade, TimeSpan.FromSeconds(waitSeconds), AnswerWithin);
            await using var suite = new BridgeConformance(options.Value, instruments.Value, run, shell.Clock, TimeProvider.System);
            await shell.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"waiting {waitSeconds} s for an Expert Advisor on {options.Value.Address}:{suite.Port}"));
            return await WalkAsync(shell, suite, cancellationToken);
        }
        catch (SocketException)
        {
            return await shell.FailAsync(string.Create(CultureInfo.InvariantCulture, $"Port {options.Value.Port} is taken by another program."));
        }
    }

    private static async Task<int> WalkAsync(DeskShell shell, BridgeConformance suite, CancellationToken cancellationToken)
    {
        var failed = 0;
        await foreach (var finding in suite.RunAsync(cancellationToken))
        {
            failed += finding.Verdict == ConformanceVerdict.Fail ? 1 : 0;
            await shell.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{finding.Verdict.ToString().ToLowerInvariant(),-4}  {finding.Number,2}  {finding.Name,-27}  {finding.Detail}"));
        }

        await shell.Out.WriteLineAsync(failed == 0 ? "The Expert Advisor keeps the protocol." : string.Create(CultureInfo.InvariantCulture, $"{failed} steps failed."));
        return failed == 0 ? DeskShell.Done : DeskShell.Failed;
    }

    /// <summary>The configured symbols that MetaTrader has, under the broker's names.</summary>
    private static async Task<Outcome<IReadOnlyList<Instrument>>> InstrumentsAsync(DeskShell shell, string folder, BridgeOptions bridge, CancellationToken cancellationToken)
    {
        using var database = shell.OpenDatabase(folder);
        var store = await ConfigStart.OpenAsync(
            Path.Combine(folder, "config", "symbols"), new ConfigStoreOptions(), new ConfigVersionStore(database), shell.Clock, NullLogger<ConfigStore>.Instance, cancellationToken);
        if (!store.IsSuccess)
        {
            return store.Fault;
        }

        var configs = store.Value.Symbols.Select(symbol => store.Value.Find(symbol)!.Config).Where(config => config.Mt5Symbol is not null).ToList();
        foreach (var config in configs)
        {
            bridge.Symbols.TryAdd(config.Symbol.Name, config.Mt5Symbol!);
        }

        return configs.Count == 0
            ? new Fault("NO_SYMBOLS", "No symbol has mt5.symbol in its configuration.")
            : configs.Select((config, id) => config.ToInstrument(id)).ToArray();
    }
}
