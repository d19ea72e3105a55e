using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Indicators;
using TradingDesk.Core.Ticks.Fusion;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Configuration;

/// <summary>A symbol's configuration, typed. Units, ranges and meanings stand in <see cref="ConfigSchema"/>. Immutable.</summary>
public sealed class SymbolConfig
{
    public SymbolConfig(ConfigDocument document)
    {
        Document = document;
        Symbol = new Symbol(Text("symbol"));
        AssetClass = Enum.Parse<AssetClass>(Text("assetClass"), ignoreCase: true);
        Enabled = document["enabled"].GetBoolean();
        Priority = Whole("priority");
        PrimaryVenue = Enum.Parse<Venue>(Text("primaryVenue"), ignoreCase: true);
        SecondaryVenue = OptionalText("secondaryVenue") is { } secondary ? Enum.Parse<Venue>(secondary, ignoreCase: true) : null;
        Binance = OptionalText("binance.symbol") is { } binance
            ? new BinanceMapping(binance, Enum.Parse<BinanceMarket>(Text("binance.market"), ignoreCase: true))
            : null;
        Mt5Symbol = OptionalText("mt5.symbol");
        Vwap = new VwapConfig(
            Enum.Parse<SessionAnchor>(Text("vwap.sessionAnchor"), ignoreCase: true),
            SigmaWindow: TimeSpan.FromMinutes(Whole("vwap.sigmaWindowMinutes")),
            MinVolume: Real("vwap.minVolume"),
            ReclaimBars: Whole("vwap.reclaimBars"),
            MaxDistanceSigma: Real("vwap.maxDistanceSigma"));
        Atr = new AtrConfig(
            M1Period: Whole("atr.m1Period"),
            M5Period: Whole("atr.m5Period"),
            M15Period: Whole("atr.m15Period"),
            MaxRatio: Real("atr.maxRatio"),
            RatioMultiplier: Real("atr.ratioMultiplier"),
            HighVolatilityThreshold: Real("atr.highVolatilityThreshold"));
        Delta = new DeltaConfig(
            SpikeThreshold: Real("delta.spikeThreshold"), MinVolume: Real("delta.minVolume"), LookbackPeriods: Whole("delta.lookbackPeriods"));
        MicroBos = new MicroBosConfig(
            BarLookback: Whole("microBos.barLookback"),
            SwingLength: Whole("microBos.swingLength"),
            MinAtrDisplacement: Real("microBos.minAtrDisplacement"),
            Cooldown: TimeSpan.FromMilliseconds(Whole("microBos.cooldownMs")));
        SpreadFilter = new SpreadFilterConfig(
            NormalPips: Exact("spreadFilter.normalPips"),
            ElevatedPips: Exact("spreadFilter.elevatedPips"),
            HighPips: Exact("spreadFilter.highPips"),
            ExtremePips: Exact("spreadFilter.extremePips"),
            MaxSpreadPips: Exact("spreadFilter.maxSpreadPips"),
            WindowSize: Whole("spreadFilter.windowSize"),
            OutlierMultiple: Real("spreadFilter.outlierMultiple"),
            MaxMedianMultiple: Real("spreadFilter.maxMedianMultiple"));
        SwingLength = Whole("structure.swingLength");
        Decision = new DecisionConfig(
            H1EmaPeriod: Whole("decision.h1EmaPeriod"),
            M15SetupBars: Whole("decision.m15SetupBars"),
            M5DirectionBars: Whole("decision.m5DirectionBars"),
            MinM5Slope: OptionalReal("decision.minM5Slope"),
            MinM1Filters: Whole("decision.minM1Filters"),
            MinConfidence: Real("decision.minConfidence"),
            StopAtrMultiple: Real("decision.stopAtrMultiple"),
            RiskReward: Real("decision.riskReward"),
            SizeH4AndH1: Real("decision.sizeH4AndH1"),
            SizeH1Only: Real("decision.sizeH1Only"),
            SizeM30AndM15: Real("decision.sizeM30AndM15"),
            SizeM5AndM1: Real("decision.sizeM5AndM1"));
        Offset = ReadOffset();
        Fusion = ReadFusion();
        Feed = ReadFeed();
        Risk = new RiskConfig(
            RiskPerTradeFraction: Exact("risk.riskPerTradeFraction"),
            MaxOpenPositions: Whole("risk.maxOpenPositions"),
            MaxLotsPerOrder: Lots("risk.maxLotsPerOrder"),
            HourlyLotLimit: Lots("risk.hourlyLotLimit"),
            DailyLotLimit: Lots("risk.dailyLotLimit"),
            MaxDrawdownFraction: Exact("risk.maxDrawdownFraction"),
            CircuitBreakerFraction: Exact("risk.circuitBreakerFraction"));
    }

    /// <summary>What this was read from.</summary>
    public ConfigDocument Document { get; }

    public Symbol Symbol { get; }

    public AssetClass AssetClass { get; }

    public bool Enabled { get; }

    public int Priority { get; }

    public Venue PrimaryVenue { get; }

    /// <summary>The venue that is compared with the primary and carries the bars while that is lost; <see langword="null"/> where there is none.</summary>
    public Venue? SecondaryVenue { get; }

    /// <summary><see langword="null"/> where Binance has no such market.</summary>
    public BinanceMapping? Binance { get; }

    /// <summary>The broker's name; <see langword="null"/> where it is not traded there.</summary>
    public string? Mt5Symbol { get; }

    public VwapConfig Vwap { get; }

    public AtrConfig Atr { get; }

    public DeltaConfig Delta { get; }

    public MicroBosConfig MicroBos { get; }

    public SpreadFilterConfig SpreadFilter { get; }

    /// <summary>Bars on either side that confirm a swing.</summary>
    public int SwingLength { get; }

    public DecisionConfig Decision { get; }

    public RiskConfig Risk { get; }

    public OffsetOptions Offset { get; }

    public FusionOptions Fusion { get; }

    public FeedMonitorOptions Feed { get; }

    /// <summary>The instrument's fixed facts.</summary>
    /// <param name="id">Dense index in this desk, from 0.</param>
    public Instrument ToInstrument(int id) => new()
    {
        Symbol = Symbol,
        Id = id,
        TickSize = Exact("tickSize"),
        PriceDecimals = Whole("priceDecimals"),
        PipSize = Exact("pipSize"),
        ContractSize = Exact("contractSize"),
        MinLots = Lots("minLots"),
        MaxLots = Lots("maxLots"),
        LotStep = Lots("lotStep"),
        AccountPerQuote = Exact("accountPerQuote"),
        PrimaryVenue = PrimaryVenue,
        SecondaryVenue = SecondaryVenue,
        ClosesAtWeekend = Document["closesAtWeekend"].GetBoolean(),
    };

    private OffsetOptions ReadOffset() => new()
    {
        Fit = Enum.Parse<OffsetFit>(Text("offset.kind"), ignoreCase: true),
        Interval = TimeSpan.FromSeconds(Whole("offset.intervalSeconds")),
        Window = TimeSpan.FromSeconds(Whole("offset.windowSeconds")),
        MaxQuoteAge = TimeSpan.FromSeconds(Real("offset.maxQuoteAgeSeconds")),
        MinPairs = Whole("offset.minPairs"),
        FullConfidencePairs = Whole("offset.fullConfidencePairs"),
        MaxBandAtr = Real("offset.maxBandAtr"),
        MaxStepAtr = Real("offset.maxStepAtr"),
        StepConfirmations = Whole("offset.stepConfirmations"),
        StaleAfterIntervals = Whole("offset.staleAfterIntervals"),
        MaxDriftAtrPerHour = Real("offset.maxDriftAtrPerHour"),
    };

    private FusionOptions ReadFusion() => new()
    {
        ReorderWindow = TimeSpan.FromMilliseconds(Whole("fusion.reorderMs")),
        FailoverEnabled = Document["failover.enabled"].GetBoolean(),
        FailoverAfter = TimeSpan.FromSeconds(Whole("failover.afterSeconds")),
        BackAfter = TimeSpan.FromSeconds(Whole("failover.backAfterSeconds")),
    };

    private FeedMonitorOptions ReadFeed() => new()
    {
        TicksPerMinute = Document["feed.ticksPerMinute"].ValueKind == JsonValueKind.Null ? null : Real("feed.ticksPerMinute"),
        QuietAfter = TimeSpan.FromSeconds(Real("feed.quietAfterSeconds")),
        DeadAfter = TimeSpan.FromSeconds(Real("feed.deadAfterSeconds")),
        LaggingAfter = TimeSpan.FromSeconds(Real("feed.laggingAfterSeconds")),
        HeartbeatAfter = TimeSpan.FromSeconds(Real("feed.heartbeatAfterSeconds")),
        QuietIntervals = Whole("feed.quietIntervals"),
        Hysteresis = TimeSpan.FromSeconds(Real("feed.hysteresisSeconds")),
    };

    private string Text(string path) => OptionalText(path) ?? throw new InvalidOperationException($"{path} is null.");

    private string? OptionalText(string path) => JsonText.Read(Document[path]);

    private int Whole(string path) => Document[path].GetInt32();

    private double Real(string path) => Document[path].GetDouble();

    private double? OptionalReal(string path) => Document[path].ValueKind == JsonValueKind.Null ? null : Real(path);

    private decimal Exact(string path) => Document[path].GetDecimal();

    private Quantity Lots(string path) => new(Exact(path));
}
