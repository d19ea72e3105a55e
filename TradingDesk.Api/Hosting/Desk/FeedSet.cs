using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage.Tape;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>The feeds of this mode. In simulated mode the very same adapters talk to servers of our own on loopback.</summary>
internal sealed class FeedSet : IAsyncDisposable
{
    private readonly DeskBoot _boot;
    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly BinanceOptions _binanceOptions;
    private readonly TapeWriter? _tape;
    private readonly ILoggerFactory _loggers;
    private readonly SimulatedWorld? _world;
    private readonly Mt5BridgeFeed? _mt5;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private BinanceFeed? _binance;
    private BinanceRestClient? _binanceRest;

    public FeedSet(DeskBoot boot, IConfiguration configuration, ConfigStore config, IReadOnlyList<Instrument> instruments, TapeWriter? tape, ILoggerFactory loggers)
    {
        (_boot, _instruments, _tape, _loggers) = (boot, instruments, tape, loggers);
        _binanceOptions = SectionReader.Require<BinanceOptions>(configuration, BinanceOptions.Section);
        var bridge = SectionReader.Require<BridgeOptions>(configuration, BridgeOptions.Section);
        foreach (var symbol in config.Symbols.Select(s => config.Find(s)!.Config))
        {
            if (symbol.Binance is { } mapping)
            {
                _binanceOptions.Symbols.Add(new BinanceSymbolOptions { Symbol = symbol.Symbol.Name, VenueSymbol = mapping.Symbol, Market = mapping.Market });
            }

            if (symbol.Mt5Symbol is { } broker)
            {
                bridge.Symbols.TryAdd(symbol.Symbol.Name, broker);
            }
        }

        if (bridge.Enabled)
        {
            _mt5 = new Mt5BridgeFeed(bridge, instruments, tape, boot.Clock, TimeProvider.System, loggers.CreateLogger<Mt5BridgeFeed>());
            tape?.UseHeader(Venue.Mt5, _mt5.TapeHeader);
        }

        if (boot.Options.Mode == DeskMode.Simulated)
        {
            var advisor = SectionReader.Require<SimulatedExpertAdvisorOptions>(configuration, SimulatedExpertAdvisorOptions.Section);
            _world = new SimulatedWorld(boot, advisor, instruments, bridge, loggers);
        }
    }
}
