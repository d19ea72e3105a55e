using System.Net;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Feeds.Simulation.Protocol;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>The simulated market behind real sockets: a server that speaks Binance's protocol, and an Expert Advisor that dials the bridge.</summary>
internal sealed class SimulatedWorld : IAsyncDisposable
{
    private readonly SimulatedBroker _broker;
    private readonly SimulatedExpertAdvisorOptions _advisorOptions;
    private readonly TimeProvider _clock;

    public SimulatedWorld(DeskBoot boot, ScaledTimeProvider clock, SimulatedExpertAdvisorOptions advisor, IReadOnlyList<Instrument> instruments, BridgeOptions bridge, ILoggerFactory loggers)
    {
        _clock = clock;
        _advisorOptions = advisor;
        Market = new SimulatedMarket(boot.Simulator);
        var bars = new SimulatedBars(Market);
        _broker = new SimulatedBroker(Market, bars, instruments, bridge);
        Server = new SimulatedBinanceServer(Market, bars, clock, new SimulatorFaults(), loggers.CreateLogger<SimulatedBinanceServer>());
    }

    public SimulatedMarket Market { get; }

    public SimulatedBinanceServer Server { get; }

    public bool Started { get; private set; }

    /// <summary>The Expert Advisor's stand-in, once it has been started.</summary>
    public SimulatedExpertAdvisor? Advisor { get; private set; }

    public void Start()
    {
        Server.Start();
        Started = true;
    }

    /// <summary>Dials the bridge and speaks for the broker until cancelled.</summary>
    public Task RunAdvisorAsync(int bridgePort, string token, CancellationToken cancellationToken)
    {
        Advisor = new SimulatedExpertAdvisor(_advisorOptions, _broker, new IPEndPoint(IPAddress.Loopback, bridgePort), token, _clock, TimeProvider.System);
        return Advisor.RunAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
