using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Operations.Sleep;
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
    private readonly OutgoingHttp _http;
    private BinanceFeed? _binance;
    private BinanceRestClient? _binanceRest;

    public FeedSet(DeskBoot boot, IConfiguration configuration, ConfigStore config, IReadOnlyList<Instrument> instruments, TapeWriter? tape, OutgoingHttp http, ILoggerFactory loggers)
    {
        (_boot, _instruments, _tape, _http, _loggers) = (boot, instruments, tape, http, loggers);
        _binanceOptions = SectionReader.Require<BinanceOptions>(configuration, BinanceOptions.Section);
        var bridge = SectionReader.Require<BridgeOptions>(configuration, BridgeOptions.Section);
        var recovery = SectionReader.Require<RecoveryOptions>(configuration, RecoveryOptions.Section);
        _binanceOptions.LimitGap(TimeSpan.FromMinutes(recovery.GapFillMinutes));
        bridge.LimitGap(TimeSpan.FromMinutes(recovery.GapFillMinutes));
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

        if (boot.Clock is ScaledTimeProvider scaled)
        {
            var advisor = SectionReader.Require<SimulatedExpertAdvisorOptions>(configuration, SimulatedExpertAdvisorOptions.Section);
            _world = new SimulatedWorld(boot, scaled, advisor, instruments, bridge, loggers);
            AllowForSpeed(_binanceOptions, scaled.Speed);
        }

        tape?.UseHeader(Venue.Binance, BinanceHeader);
        All = [.. new IMarketFeed?[] { _binanceOptions.Symbols.Count > 0 ? new LateFeed("feeds.binance", Venue.Binance, boot.Clock, () => _binance) : null, _mt5 }.OfType<IMarketFeed>()];
    }

    /// <summary>For health: every feed of this desk, started or not.</summary>
    public IReadOnlyList<IMarketFeed> All { get; }

    /// <summary>The simulated market and its servers; <see langword="null"/> in live mode.</summary>
    public SimulatedWorld? World => _world;

    /// <summary>Listening ports by name.</summary>
    public IReadOnlyDictionary<string, int> Ports
    {
        get
        {
            var ports = new Dictionary<string, int>(StringComparer.Ordinal);
            if (_world is { Started: true })
            {
                ports["simulatedBinance"] = _world.Server.Port;
            }

            if (_mt5 is { ListeningPort.IsCompletedSuccessfully: true })
            {
                ports["bridge"] = _mt5.ListeningPort.Result;
            }

            return ports;
        }
    }

    public IEnumerable<IReadOnlyDictionary<string, long>> Discards() => All.Select(f => f.Status.Discards);

    /// <summary>The history of an instrument's primary venue.</summary>
    public IHistoricalBars HistoryOf(Instrument instrument) => instrument.PrimaryVenue == Venue.Mt5
        ? _mt5 ?? throw new InvalidOperationException($"{instrument.Symbol} needs the bridge, which is switched off.")
        : _binanceRest ?? throw new InvalidOperationException($"{instrument.Symbol} has no Binance symbol.");

    /// <summary>Starts servers and feeds.</summary>
    /// <param name="until">History covers everything before this minute; feeds deliver everything from it on.</param>
    /// <param name="parts">Receives the tasks that run until stopped.</param>
    public async Task StartAsync(IFeedSink sink, Timestamp until, List<Task> parts, CancellationToken cancellationToken)
    {
        if (_mt5 is not null)
        {
            foreach (var instrument in _instruments)
            {
                if (instrument.PrimaryVenue == Venue.Mt5)
                {
                    _mt5.ResumeAfter(instrument.Symbol, until - TimeSpan.FromMilliseconds(1));
                }
            }

            parts.Add(_mt5.RunAsync(sink, cancellationToken));
        }

        if (_world is not null)
        {
            _world.Start();
            PointAt(_world.Server.Port);
            if (_mt5 is not null)
            {
                var port = await _mt5.ListeningPort.WaitAsync(cancellationToken);
                parts.Add(_world.RunAdvisorAsync(port, _mt5.Token, cancellationToken));
            }
        }

        if (_binanceOptions.Symbols.Count > 0)
        {
            var symbols = BinanceSymbols.Resolve(_binanceOptions, _instruments);
            _binanceRest = new BinanceRestClient(_http, _binanceOptions, symbols, _boot.Clock);
            parts.Add(RunBinanceAsync(symbols, _binanceRest, sink, until, cancellationToken));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }

        _binanceRest?.Dispose();
    }

    private async Task RunBinanceAsync(IReadOnlyList<BinanceSymbol> symbols, BinanceRestClient rest, IFeedSink sink, Timestamp until, CancellationToken cancellationToken)
    {
        var last = new Dictionary<string, LastAggTrade>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var found = await rest.GetLastTradeBeforeAsync(symbol, until, cancellationToken);
            if (found is { IsSuccess: true, Value: { } trade })
            {
                last[symbol.VenueSymbol] = trade;
            }
            else
            {
                _loggers.CreateLogger<FeedSet>().LogWarning("{Symbol}: no trade before {Until} was found; its first bar may miss trades.", symbol.VenueSymbol, until);
            }
        }

        _binance = new BinanceFeed(_binanceOptions, symbols, rest, _boot.Clock, _loggers.CreateLogger<BinanceFeed>(), _tape, s => last.TryGetValue(s.VenueSymbol, out var trade) ? trade : null);
        await _binance.RunAsync(sink, cancellationToken);
    }

    private void PointAt(int port)
    {
        _binanceOptions.SpotRestUrl = new Uri($"http://127.0.0.1:{port}");
        _binanceOptions.SpotStreamUrl = new Uri($"ws://127.0.0.1:{port}");
        _binanceOptions.FuturesRestUrl = new Uri($"http://127.0.0.1:{port}");
        _binanceOptions.FuturesStreamUrl = new Uri($"ws://127.0.0.1:{port}");
    }

    /// <summary>The feed's deadlines run on the desk's clock. At ten times speed its ten seconds are one of the machine's: they are stretched, within their ranges.</summary>
    private static void AllowForSpeed(BinanceOptions options, double speed)
    {
        var factor = Math.Max(1, speed);
        options.ConnectTimeoutSeconds = Math.Min(60, options.ConnectTimeoutSeconds * factor);
        options.SocketIdleSeconds = Math.Min(600, options.SocketIdleSeconds * factor);
        options.RestTimeoutSeconds = Math.Min(60, options.RestTimeoutSeconds * factor);
        options.RestPatienceSeconds = Math.Min(120, options.RestPatienceSeconds * factor);
        foreach (var symbol in options.Symbols)
        {
            symbol.StaleAfterSeconds = Math.Min(600, symbol.StaleAfterSeconds * factor);
        }
    }

    private string BinanceHeader(string channel)
    {
        var symbol = _binanceOptions.Symbols.FirstOrDefault(s => string.Equals(s.VenueSymbol, channel, StringComparison.OrdinalIgnoreCase));
        return $$"""{"symbol":"{{channel}}","market":"{{(symbol?.Market == BinanceMarket.UsdM ? "usdm" : "spot")}}"}""";
    }

    /// <summary>Stands for a feed that is made once the venue has answered its first questions.</summary>
    private sealed class LateFeed(string name, Venue venue, TimeProvider clock, Func<IMarketFeed?> feed) : IMarketFeed
    {
        private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

        private static readonly FeedStatus NotYet = new() { Connection = FeedConnection.Connecting, Detail = "asking for the last trades" };

        public Venue Venue => venue;

        public string Name => name;

        public FeedStatus Status => feed()?.Status ?? NotYet;

        public Task RunAsync(IFeedSink sink, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("This feed is started by its owner.");

        public async Task ReopenAsync(string reason, CancellationToken cancellationToken)
        {
            IMarketFeed? made;
            while ((made = feed()) is null)
            {
                await Task.Delay(LookInterval, clock, cancellationToken);
            }

            await made.ReopenAsync(reason, cancellationToken);
        }
    }
}
