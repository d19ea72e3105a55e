using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <summary>Puts people's wishes into the stream of events and waits until they are durable.</summary>
public sealed class DeskControl(DeskEngine engine, IngestQueue queue, IDeskReader reader, WakeRecovery wake) : IDeskControl
{
    public async Task<Outcome<ShadowModeView>> SetShadowModeAsync(bool enabled, IReadOnlyList<Symbol> symbols, string by, string reason, CancellationToken cancellationToken)
    {
        foreach (var symbol in symbols)
        {
            if (!reader.Instruments.Any(i => i.Symbol == symbol))
            {
                return new Fault("UNKNOWN_SYMBOL", $"{symbol} is not an instrument of this desk.") { Field = "symbols" };
            }
        }

        await engine.SendAsync(new SetShadowModeCommand(enabled, symbols, by, reason), instrumentId: -1, cancellationToken);
        return reader.ShadowMode;
    }

    public Task<Outcome<KillSwitchView>> RaiseKillSwitchAsync(KillLevel level, string by, string reason, CancellationToken cancellationToken) =>
        SendKillAsync(new RaiseKillLevelCommand(level, by, reason), cancellationToken);

    public Task<Outcome<KillSwitchView>> ResetKillSwitchAsync(string by, string reason, CancellationToken cancellationToken) =>
        SendKillAsync(new ResetKillLevelCommand(by, reason), cancellationToken);

    public async Task PostTimerAsync(Timeframe timeframe, CancellationToken cancellationToken)
    {
        await wake.BeatAsync(cancellationToken);
        await queue.PublishAsync(MarketEvent.Command(new TimerCommand(timeframe), instrumentId: -1, reader.Now), cancellationToken);
    }

    /// <summary>Puts new settings of a symbol in force from its next M1 bar; completes when the change is durable.</summary>
    public Task ApplySettingsAsync(SymbolSettings settings, int version, string by, string reason, CancellationToken cancellationToken) =>
        engine.SendAsync(new ApplySettingsCommand(settings, version, by, reason), settings.Instrument.Id, cancellationToken);

    /// <summary>Says that an instrument's history is in: its bars may close from here on.</summary>
    public Task HistoryLoadedAsync(int instrumentId, CancellationToken cancellationToken) =>
        engine.SendAsync(new HistoryLoadedCommand(), instrumentId, cancellationToken);

    /// <summary>Puts what the desk did to itself into the journal; completes when that is durable.</summary>
    public Task ReportAsync(string component, string kind, string detail, CancellationToken cancellationToken) =>
        engine.SendAsync(new ReportCommand(component, kind, detail), instrumentId: -1, cancellationToken);

    private async Task<Outcome<KillSwitchView>> SendKillAsync(DeskCommand command, CancellationToken cancellationToken)
    {
        var fault = await engine.SendAsync(command, instrumentId: -1, cancellationToken);
        return fault is null ? reader.KillSwitch : fault;
    }
}
