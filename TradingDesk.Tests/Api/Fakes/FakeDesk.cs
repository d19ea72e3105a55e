using System.Text.Json;
using System.Threading.Channels;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Views;
using TradingDesk.Core.Risk;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Api.Fakes;

/// <summary>A desk without an engine: answers that do not change unless a test changes them.</summary>
internal sealed class FakeDesk : IDeskReader, IDeskControl, IDeskStream
{
    private readonly Lock _gate = new();
    private readonly List<FakeSubscription> _subscriptions = [];

    public static Timestamp Start { get; } = Timestamp.FromUnixSeconds(1_723_204_800);

    public IReadOnlyList<Instrument> Instruments { get; } = [TestInstruments.Btc(), TestInstruments.GbpJpy()];

    public Timestamp Now { get; set; } = Start;

    public string HealthStatus { get; set; } = "healthy";

    public string PipelineStatus { get; set; } = "healthy";

    public ShadowModeView ShadowMode { get; private set; } = new(Enabled: false, [], Since: null, By: null, Reason: null);

    public KillSwitchView KillSwitch { get; private set; } = new("NORMAL", Since: null, By: null, Reason: null, [new KillLevelEffect("FLATTEN", "closes 1 position")]);

    private static DataQualityView GoodData => new("good", 1, 0.6, "nothing is wrong", Start);

    public List<StreamItem> Journal { get; } = [];

    /// <summary>Journal entries up to this one are gone.</summary>
    public long ForgottenUpTo { get; set; }

    public List<Timeframe> Timers { get; } = [];

    public int Changes { get; private set; }

    public HealthReport Health() => new(
        HealthStatus,
        Mode: "simulated",
        Stage: "paper",
        Version: "1.0",
        StartedAt: Start,
        Now: Now,
        Speed: 10,
        SqliteVersion: "3.46",
        Components: [new ComponentHealth("pipeline", PipelineStatus, Start, "ok")],
        Stages: [new StageTiming("tickIngestion", 1, 0.01, 0.02, 0.03, 0.04)],
        Symbols: [new SymbolHealth("BTCUSD", 1_200, Now, "live", new Dictionary<string, long> { ["M1"] = 14 }, 10_800, GoodData)],
        Discards: new Dictionary<string, long> { ["duplicate"] = 0 },
        Queues: [new QueueHealth("dbWriter", 3, 8_192, 0)],
        Ports: new Dictionary<string, int> { ["binance"] = 5081 });

    public DeskStatus Status() => new(
        "simulated", 10, "paper", ShadowMode, KillSwitch, new AccountView(10_000m, 10_000m, 0m, 0, 0.02, 1, "USD"), Now, HealthStatus, [new SymbolStatus("BTCUSD", 2, Enabled: true), new SymbolStatus("GBPJPY", 3, Enabled: false)]);

    public Task<MarketStateReport?> GetMarketStateAsync(Symbol symbol, CancellationToken cancellationToken) => Task.FromResult(IsKnown(symbol) ? MarketStateOf(symbol) : null);

    public Task<MultiTimeframeReport?> GetMultiTimeframeAsync(Symbol symbol, CancellationToken cancellationToken) => Task.FromResult(IsKnown(symbol)
        ? new MultiTimeframeReport(symbol.Name, new MultiTimeframeAnalysis("warmingUp", [], Alignment: null, Confidence: null, "Not enough bars."), ["M1", "M5", "M15", "H1", "H4"])
        : null);

    public Task<StructureReport?> GetStructureAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellationToken) => Task.FromResult(IsKnown(symbol)
        ? new StructureReport(symbol.Name, timeframe.ToString(), "ready", [], [new SwingView("high", 61_700.5, Start, Start, FinalAt: null, "provisional")], [], [], [], [], [], [])
        : null);

    public Task<M5BridgeState?> GetM5BridgeAsync(Symbol symbol, CancellationToken cancellationToken) =>
        Task.FromResult(IsKnown(symbol) ? new M5BridgeState(0.12, M5Views.Of(FakeQueries.M5At(Start), Instruments[0])) : null);

    public DataQualityView? Quality(Symbol symbol) => IsKnown(symbol) ? GoodData : null;
    public Task<M1FilterReport?> GetM1FiltersAsync(Symbol symbol, CancellationToken cancellationToken) => Task.FromResult(
        Instruments.Any(i => i.Symbol == symbol)
            ? new M1FilterReport(symbol.Name, "ready", Start, 3, [new M1FilterSide("bullish", 1, Valid: false, [new M1FilterView("spread", true, 1, 1.25, "times the median spread", "fine")])], 10, 0.5, 0.5, [new M1FilterPassRate("spread", 5, 0.5)])
            : null);

    public Task<FormingBar?> GetFormingBarAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellationToken) => Task.FromResult<FormingBar?>(IsKnown(symbol)
        ? new FormingBar(timeframe, timeframe.Floor(Now), Open: 61_000, High: 61_010, Low: 60_990, Close: 61_005, Volume: 2, TickCount: 7, Venue.Binance)
        : null);

    public Task<Outcome<ShadowModeView>> SetShadowModeAsync(bool enabled, IReadOnlyList<Symbol> symbols, string by, string reason, CancellationToken cancellationToken)
    {
        Changes++;
        ShadowMode = new ShadowModeView(enabled, [.. symbols.Select(symbol => symbol.Name)], Now, by, reason);
        return Task.FromResult<Outcome<ShadowModeView>>(ShadowMode);
    }

    public Task<Outcome<KillSwitchView>> RaiseKillSwitchAsync(KillLevel level, string by, string reason, CancellationToken cancellationToken)
    {
        KillLevelExtensions.TryParse(KillSwitch.Level, out var present);
        if (level < present)
        {
            return Task.FromResult<Outcome<KillSwitchView>>(new Fault("NOT_MONOTONE", "The level is higher already."));
        }

        Changes++;
        return Task.FromResult<Outcome<KillSwitchView>>(KillSwitch = KillSwitch with { Level = level.ToName(), Since = Now, By = by, Reason = reason });
    }

    public Task<Outcome<KillSwitchView>> ResetKillSwitchAsync(string by, string reason, CancellationToken cancellationToken)
    {
        Changes++;
        return Task.FromResult<Outcome<KillSwitchView>>(KillSwitch = KillSwitch with { Level = "NORMAL", Since = Now, By = by, Reason = reason });
    }

    public Task PostTimerAsync(Timeframe timeframe, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Timers.Add(timeframe);
        }

        return Task.CompletedTask;
    }

    public IDeskSubscription Subscribe(long? afterSequence, IReadOnlySet<string> types, IReadOnlySet<string> symbols)
    {
        lock (_gate)
        {
            var subscription = new FakeSubscription(types, symbols) { MissedSome = afterSequence < ForgottenUpTo };
            foreach (var item in Journal.Where(item => afterSequence is { } after && item.Sequence > Math.Max(after, ForgottenUpTo)))
            {
                subscription.Offer(item);
            }

            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    public int OpenSubscriptions
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count(subscription => !subscription.IsDisposed);
            }
        }
    }

    /// <summary>Journals (where it has a sequence) and sends.</summary>
    public void Publish(long? sequence, string type, string? symbol, object data)
    {
        var item = new StreamItem(sequence, type, symbol, Now, JsonSerializer.SerializeToElement(data, DeskJson.Options));
        lock (_gate)
        {
            if (sequence is not null)
            {
                Journal.Add(item);
            }

            foreach (var subscription in _subscriptions)
            {
                subscription.Offer(item);
            }
        }
    }

    public bool IsKnown(Symbol symbol) => Instruments.Any(instrument => instrument.Symbol == symbol);

    private MarketStateReport MarketStateOf(Symbol symbol) => new(
        symbol.Name,
        new MarketState(
            Status: "ready",
            Missing: [],
            Venues: [new VenueQuote("binance", 61_000, 61_001, Now, 0.5, "live", Primary: true)],
            Offset: new OffsetView(Offset: null, Band: null, AgeSeconds: null, "none"),
            SpreadPips: 1,
            Session: "london",
            VolatilityState: "normal",
            AtrRatio: 1.1,
            Trends: [],
            NearestLiquidity: [],
            ActiveZones: [],
            Blackout: "none",
            DataAgeSeconds: 0.5,
            LastDecision: null,
            Positions: [new PositionView("P1", symbol.Name, "buy", 0.1m, 61_000m, 60_900m, 61_300m, Start, 4.2m, 0.42m)],
            RecentCloses: [61_000],
            DataQuality: GoodData),
        Now);

    private sealed class FakeSubscription(IReadOnlySet<string> types, IReadOnlySet<string> symbols) : IDeskSubscription
    {
        private readonly Channel<StreamItem> _channel = Channel.CreateBounded<StreamItem>(50_000);

        public ChannelReader<StreamItem> Items => _channel.Reader;

        public bool MissedSome { get; init; }

        public bool IsDisposed { get; private set; }

        public void Offer(StreamItem item)
        {
            if ((types.Count == 0 || types.Contains(item.Type)) && (symbols.Count == 0 || item.Symbol is null || symbols.Contains(item.Symbol)) && !_channel.Writer.TryWrite(item))
            {
                _channel.Writer.TryComplete(new ChannelClosedException("too slow"));
            }
        }

        public void Dispose()
        {
            IsDisposed = true;
            _channel.Writer.TryComplete();
        }
    }
}
