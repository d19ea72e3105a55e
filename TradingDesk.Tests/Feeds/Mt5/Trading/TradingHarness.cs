using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Mt5.Trading;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

namespace TradingDesk.Tests.Feeds.Mt5.Trading;

/// <summary>A bridge with a stand-in that has described its contracts, ready to trade over real sockets.</summary>
internal sealed class TradingHarness : IAsyncDisposable
{
    private TradingHarness(BridgeHarness desk, SimulatedExpertAdvisor advisor) => (Desk, Advisor) = (desk, advisor);

    public BridgeHarness Desk { get; }

    public SimulatedExpertAdvisor Advisor { get; }

    public IBridgeCommands Commands => Desk.Feed;

    public BridgeSnapshot Snapshot => Desk.Feed.Snapshot;

    public static async Task<TradingHarness> StartAsync(SimulatedExpertAdvisorOptions? advisor = null, Action<BridgeOptions>? options = null, ISimulatedBroker? broker = null)
    {
        var bridge = BridgeInstruments.Options();
        options?.Invoke(bridge);
        var desk = new BridgeHarness(bridge);
        var standIn = await desk.StartExpertAdvisorAsync(advisor, broker: broker);
        var harness = new TradingHarness(desk, standIn);
        await desk.WaitUntilLiveAsync();
        await Eventually.IsTrueAsync(() => desk.Feed.Specs.Count == 2 && desk.Feed.Snapshot.AsOf is not null, "the contracts and the account");
        return harness;
    }

    public Timestamp Soon => Desk.Now + TimeSpan.FromSeconds(30);

    public OpenPosition Buy(string id, decimal lots = 0.1m, Side side = Side.Buy, decimal? stop = null, decimal? target = null, Timestamp? expires = null, Symbol? symbol = null) => new(
        id, expires ?? Soon, symbol ?? BridgeInstruments.Gold.Symbol, side, new Quantity(lots), stop is { } sl ? new Price(sl) : null, target is { } tp ? new Price(tp) : null, 30, 7001);

    public async Task<BridgeResult> SendAsync(BridgeCommand command)
    {
        var outcome = await Commands.SendAsync(command, CancellationToken.None);
        Assert.True(outcome.IsSuccess, outcome.Fault?.ToString());
        return outcome.Value;
    }

    public Task UntilAsync(Func<BridgeSnapshot, bool> condition, string what) => Eventually.IsTrueAsync(() => condition(Snapshot), what);

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
