using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Live;

namespace TradingDesk.Tests.Web;

/// <summary>A desk that answers what a test says, and <c>NOT_FOUND</c> to everything else.</summary>
internal sealed class StubDeskClient : IDeskClient
{
    private static readonly Fault Absent = new("NOT_FOUND", "The desk does not have this.");

    public Outcome<DeskStatus> Status { get; set; } = Absent;

    public Outcome<DecisionTraceView> Trace { get; set; } = Absent;

    public Func<ShadowModeRequest, Outcome<ShadowModeView>> SetShadow { get; set; } = _ => Absent;

    public Func<string, Outcome<MarketStateReport>> MarketState { get; set; } = _ => Absent;

    /// <summary>Gets the last event id, gives the stream.</summary>
    public Func<string?, Outcome<Stream>> OpenStream { get; set; } = _ => Absent;

    public List<ShadowModeRequest> ShadowRequests { get; } = [];

    public Task<Outcome<DeskStatus>> GetStatusAsync(CancellationToken cancellationToken) => Task.FromResult(Status);

    public Outcome<HealthReport> Health { get; set; } = Absent;

    public Task<Outcome<HealthReport>> GetHealthAsync(CancellationToken cancellationToken) => Task.FromResult(Health);

    public Task<Outcome<SchedulerView>> GetSchedulerAsync(CancellationToken cancellationToken) => Task.FromResult<Outcome<SchedulerView>>(Absent);

    public Task<Outcome<MarketStateReport>> GetMarketStateAsync(string symbol, CancellationToken cancellationToken) => Task.FromResult(MarketState(symbol));

    public Task<Outcome<MultiTimeframeReport>> GetMultiTimeframeAsync(string symbol, CancellationToken cancellationToken) => Task.FromResult<Outcome<MultiTimeframeReport>>(Absent);

    public Task<Outcome<CandleList>> GetCandlesAsync(string symbol, string timeframe, int limit, string? cursor, CancellationToken cancellationToken) => Task.FromResult<Outcome<CandleList>>(Absent);

    public Task<Outcome<StructureReport>> GetStructureAsync(string symbol, string timeframe, CancellationToken cancellationToken) => Task.FromResult<Outcome<StructureReport>>(Absent);

    public Task<Outcome<DecisionList>> GetDecisionsAsync(DecisionFilter filter, CancellationToken cancellationToken) => Task.FromResult<Outcome<DecisionList>>(Absent);

    public Task<Outcome<DecisionTraceView>> GetDecisionAsync(string traceId, CancellationToken cancellationToken) => Task.FromResult(Trace);

    public Outcome<FillList> Fills { get; set; } = Absent;

    public Task<Outcome<FillList>> GetFillsAsync(string? symbol, int limit, CancellationToken cancellationToken) => Task.FromResult(Fills);

    public Task<Outcome<ShadowModeView>> GetShadowModeAsync(CancellationToken cancellationToken) => Task.FromResult<Outcome<ShadowModeView>>(Absent);

    public Task<Outcome<ShadowModeView>> SetShadowModeAsync(ShadowModeRequest request, CancellationToken cancellationToken)
    {
        ShadowRequests.Add(request);
        return Task.FromResult(SetShadow(request));
    }

    public Task<Outcome<KillSwitchView>> GetKillSwitchAsync(CancellationToken cancellationToken) => Task.FromResult<Outcome<KillSwitchView>>(Absent);

    public Task<Outcome<KillSwitchView>> ResetKillSwitchAsync(KillSwitchResetRequest request, CancellationToken cancellationToken) => Task.FromResult<Outcome<KillSwitchView>>(Absent);

    public Task<Outcome<ConfigOverview>> GetConfigsAsync(CancellationToken cancellationToken) => Task.FromResult<Outcome<ConfigOverview>>(Absent);

    public Task<Outcome<ConfigHistory>> GetConfigHistoryAsync(string symbol, CancellationToken cancellationToken) => Task.FromResult<Outcome<ConfigHistory>>(Absent);

    public Func<string, Outcome<M5BridgeReport>> Bridge { get; set; } = _ => Absent;

    public Task<Outcome<M5BridgeReport>> GetM5BridgeAsync(string symbol, int limit, CancellationToken cancellationToken) =>
        BridgePending ? new TaskCompletionSource<Outcome<M5BridgeReport>>().Task : Task.FromResult(Bridge(symbol));

    /// <summary>The bridge's answer never comes.</summary>
    public bool BridgePending { get; set; }

    public Func<string, Outcome<QualityReport>> Quality { get; set; } = _ => Absent;

    public Task<Outcome<QualityReport>> GetQualityAsync(string symbol, int days, CancellationToken cancellationToken) => Task.FromResult(Quality(symbol));

    public Task<Outcome<Stream>> OpenStreamAsync(string? lastEventId, CancellationToken cancellationToken) => Task.FromResult(OpenStream(lastEventId));
}
