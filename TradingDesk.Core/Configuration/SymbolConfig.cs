using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Indicators;

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
        Binance = OptionalText("binance.symbol") is { } binance
            ? new BinanceMapping(binance, Enum.Parse<BinanceMarket>(Text("binance.market"), ignoreCase: true))
            : null;
        Mt5Symbol = OptionalText("mt5.symbol");
        Vwap = new VwapConfig(
            Enum.Parse<SessionAnchor>(Text("vwap.sessionAnchor"), ignoreCase: true),
            SigmaWindow: TimeSpan.FromMinutes(Whole("vwap.sigmaWindowMinutes")),
            MinVolume: Real("vwap.minVolume"),
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
            MinAtrDisplacement: Real("microBos.minAtrDisplacement"),
            Cooldown: TimeSpan.FromMilliseconds(Whole("microBos.cooldownMs")));
        SpreadFilter = new SpreadFilterConfig(
            NormalPips: Exact("spreadFilter.normalPips"),
            ElevatedPips: Exact("spreadFilter.elevatedPips"),
            HighPips: Exact("spreadFilter.highPips"),
            ExtremePips: Exact("spreadFilter.extremePips"),
            MaxSpreadPips: Exact("spreadFilter.maxSpreadPips"),
            WindowSize: Whole("spreadFilter.windowSize"),
            OutlierZScore: Real("spreadFilter.outlierZScore"),
            MaxMedianMultiple: Real("spreadFilter.maxMedianMultiple"));
        SwingLength = Whole("structure.swingLength");
        Decision = new DecisionConfig(
            H1EmaPeriod: Whole("decision.h1EmaPeriod"),
            M15SetupBars: Whole("decision.m15SetupBars"),
            M5DirectionBars: Whole("decision.m5DirectionBars"),
            M1TriggerBars: Whole("decision.m1TriggerBars"),
            MinM5Slope: OptionalReal("decision.minM5Slope"),
            MinConfidence: Real("decision.minConfidence"),
            StopAtrMultiple: Real("decision.stopAtrMultiple"),
            RiskReward: Real("decision.riskReward"),
            SizeH4AndH1: Real("decision.sizeH4AndH1"),
            SizeH1Only: Real("decision.sizeH1Only"),
            SizeM30AndM15: Real("decision.sizeM30AndM15"),
            SizeM5AndM1: Real("decision.sizeM5AndM1"));
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
        ClosesAtWeekend = Document["closesAtWeekend"].GetBoolean(),
    };

    private string Text(string path) => OptionalText(path) ?? throw new InvalidOperationException($"{path} is null.");

    private string? OptionalText(string path) => JsonText.Read(Document[path]);

    private int Whole(string path) => Document[path].GetInt32();

    private double Real(string path) => Document[path].GetDouble();

    private double? OptionalReal(string path) => Document[path].ValueKind == JsonValueKind.Null ? null : Real(path);

    private decimal Exact(string path) => Document[path].GetDecimal();

    private Quantity Lots(string path) => new(Exact(path));
}
