using System.Threading.Channels;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <summary>The running desk as readers see it. Thread-safe; answers are consistent copies taken in the pipeline's own order.</summary>
public interface IDeskReader
{
    /// <summary>Configured instruments in id order.</summary>
    IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>The desk's clock (event time at the rim): scaled in simulation.</summary>
    Timestamp Now { get; }

    HealthReport Health();

    DeskStatus Status();

    /// <summary>Each of these gives <see langword="null"/> for an instrument that the desk does not have.</summary>
    Task<MarketStateReport?> GetMarketStateAsync(Symbol symbol, CancellationToken cancellationToken);

    Task<MultiTimeframeReport?> GetMultiTimeframeAsync(Symbol symbol, CancellationToken cancellationToken);

    Task<StructureReport?> GetStructureAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellationToken);

    Task<M1FilterReport?> GetM1FiltersAsync(Symbol symbol, CancellationToken cancellationToken);

    /// <summary>The bar in progress; <see langword="null"/> where none has begun.</summary>
    Task<FormingBar?> GetFormingBarAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellationToken);

    Task<M5BridgeState?> GetM5BridgeAsync(Symbol symbol, CancellationToken cancellationToken);

    /// <summary>Data quality now; <see langword="null"/> for an instrument that the desk does not have.</summary>
    DataQualityView? Quality(Symbol symbol);

    ShadowModeView ShadowMode { get; }

    KillSwitchView KillSwitch { get; }
}

/// <summary>What people may change. Each call returns after the change is durable and in force (or will be at the stated bar boundary).</summary>
public interface IDeskControl
{
    /// <param name="symbols">Empty for all.</param>
    /// <param name="by">Who, for the audit log.</param>
    Task<Outcome<ShadowModeView>> SetShadowModeAsync(bool enabled, IReadOnlyList<Symbol> symbols, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Raises the kill level. Lowering is refused here (fault <c>NOT_MONOTONE</c>): that is <see cref="ResetKillSwitchAsync"/>.</summary>
    Task<Outcome<KillSwitchView>> RaiseKillSwitchAsync(KillLevel level, string by, string reason, CancellationToken cancellationToken);

    Task<Outcome<KillSwitchView>> ResetKillSwitchAsync(string by, string reason, CancellationToken cancellationToken);

    /// <summary>Posts the close of a timeframe as a timer event (Quartz does this at H1 and H4 closes).</summary>
    Task PostTimerAsync(Timeframe timeframe, CancellationToken cancellationToken);
}

/// <summary>The live event stream.</summary>
public interface IDeskStream
{
    /// <summary>
    /// Starts a subscription: first what the journal holds after <paramref name="afterSequence"/>, then what comes. Bounded; a subscriber that does not
    /// keep up is completed with a <see cref="ChannelClosedException"/> and resumes by its last id.
    /// </summary>
    /// <param name="afterSequence">Last id seen, or <see langword="null"/> to start with what comes next.</param>
    /// <param name="types">Event types, empty for all.</param>
    /// <param name="symbols">Symbols, empty for all.</param>
    IDeskSubscription Subscribe(long? afterSequence, IReadOnlySet<string> types, IReadOnlySet<string> symbols);
}

public interface IDeskSubscription : IDisposable
{
    ChannelReader<StreamItem> Items { get; }

    /// <summary>True where the journal no longer holds everything after the id asked for.</summary>
    bool MissedSome { get; }
}
