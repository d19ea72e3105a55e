using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Live;

/// <summary>
/// The desk's API as the dashboard uses it, as the signed-in user. Never throws for what a network or a server can do: that is a <see cref="Fault"/>.
/// Symbols and timeframes are the API's names.
/// </summary>
public interface IDeskClient
{
    Task<Outcome<DeskStatus>> GetStatusAsync(CancellationToken cancellationToken);

    Task<Outcome<HealthReport>> GetHealthAsync(CancellationToken cancellationToken);

    Task<Outcome<SchedulerView>> GetSchedulerAsync(CancellationToken cancellationToken);

    Task<Outcome<MarketStateReport>> GetMarketStateAsync(string symbol, CancellationToken cancellationToken);

    Task<Outcome<MultiTimeframeReport>> GetMultiTimeframeAsync(string symbol, CancellationToken cancellationToken);

    /// <param name="cursor">From <see cref="CandleList.NextCursor"/> for older candles; <see langword="null"/> for the newest, the forming one included.</param>
    Task<Outcome<CandleList>> GetCandlesAsync(string symbol, string timeframe, int limit, string? cursor, CancellationToken cancellationToken);

    Task<Outcome<StructureReport>> GetStructureAsync(string symbol, string timeframe, CancellationToken cancellationToken);

    /// <summary>The newest fused M5 candles.</summary>
    Task<Outcome<M5BridgeReport>> GetM5BridgeAsync(string symbol, int limit, CancellationToken cancellationToken);

    /// <summary>Data quality now and of the last UTC days.</summary>
    Task<Outcome<QualityReport>> GetQualityAsync(string symbol, int days, CancellationToken cancellationToken);

    Task<Outcome<DecisionList>> GetDecisionsAsync(DecisionFilter filter, CancellationToken cancellationToken);

    Task<Outcome<DecisionTraceView>> GetDecisionAsync(string traceId, CancellationToken cancellationToken);

    /// <summary>The newest executions, of one symbol or, with <see langword="null"/>, of all.</summary>
    Task<Outcome<FillList>> GetFillsAsync(string? symbol, int limit, CancellationToken cancellationToken);

    Task<Outcome<ShadowModeView>> GetShadowModeAsync(CancellationToken cancellationToken);

    Task<Outcome<ShadowModeView>> SetShadowModeAsync(ShadowModeRequest request, CancellationToken cancellationToken);

    Task<Outcome<KillSwitchView>> GetKillSwitchAsync(CancellationToken cancellationToken);

    Task<Outcome<KillSwitchView>> ResetKillSwitchAsync(KillSwitchResetRequest request, CancellationToken cancellationToken);

    Task<Outcome<ConfigOverview>> GetConfigsAsync(CancellationToken cancellationToken);

    Task<Outcome<ConfigHistory>> GetConfigHistoryAsync(string symbol, CancellationToken cancellationToken);

    /// <summary>Opens the event stream. The caller owns the stream.</summary>
    /// <param name="lastEventId">The id after which to resume, or <see langword="null"/> to start with what comes next.</param>
    Task<Outcome<Stream>> OpenStreamAsync(string? lastEventId, CancellationToken cancellationToken);
}
