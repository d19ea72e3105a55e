using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>One candle. <paramref name="Closed"/> is false for the bar in progress. <paramref name="Source"/> is <c>binance</c>, <c>mt5</c>, <c>file</c> or <c>fused</c>.</summary>
public sealed record Candle(
    Timestamp OpenTime,
    Timestamp CloseTime,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    int Ticks,
    bool Closed,
    string Source,
    IReadOnlyList<string> Flags);

/// <summary><c>GET /api/enhanced/candles/{symbol}/{timeframe}</c>, oldest first. <paramref name="NextCursor"/> leads to older candles.</summary>
public sealed record CandleList(string Symbol, string Timeframe, IReadOnlyList<Candle> Candles, string? NextCursor);

/// <summary>A second of ticks: last quote and the volume traded in it.</summary>
public sealed record TickAggregate(Timestamp Time, string Source, double Bid, double Ask, double Mid, double Volume, double OffsetApplied);

/// <summary><c>GET /api/enhanced/ticks/{symbol}</c>.</summary>
public sealed record TickList(string Symbol, IReadOnlyList<TickAggregate> Ticks, string? NextCursor);

/// <summary>The last price on one venue. <paramref name="AgeSeconds"/> is null where nothing came yet.</summary>
public sealed record VenueQuote(string Venue, double Bid, double Ask, Timestamp? At, double? AgeSeconds, string FeedState, bool Primary);

/// <summary>
/// The offset in force between the venues: MetaTrader 5's mid minus Binance's, in quote currency, whichever of them is primary. <paramref name="Status"/> is
/// <c>none</c>, <c>accepted</c>, <c>held</c>, <c>stepping</c>, <c>stale</c>, or <c>oneVenue</c>. <paramref name="Band"/> is one robust standard deviation,
/// <paramref name="Value"/> the number itself in its <paramref name="Kind"/> (<c>additive</c> or <c>ratio</c>), <paramref name="Confidence"/> 0 to 1.
/// </summary>
public sealed record OffsetView(
    double? Offset, double? Band, double? AgeSeconds, string Status, string? Kind = null, double? Value = null, double? Confidence = null, double? DriftAtrPerHour = null);

/// <summary>One calibration. <paramref name="Outcome"/> is <c>accepted</c>, <c>acceptedStep</c>, <c>step</c>, <c>tooFewPairs</c>, <c>noYardstick</c> or <c>tooWide</c>;
/// <paramref name="Measured"/> with <paramref name="Band"/> is what was measured, <paramref name="InForce"/> the value in force after it.</summary>
public sealed record OffsetPoint(
    Timestamp At,
    string Outcome,
    string State,
    int Pairs,
    double? Measured,
    double? Band,
    double? Atr,
    double? Step,
    double? DriftAtrPerHour,
    string? Kind,
    double? InForce,
    double? Confidence);

/// <summary><c>GET /api/enhanced/offset/{symbol}</c>; the history is oldest first and holds accepted calibrations, steps, and changes of state.</summary>
public sealed record OffsetReport(string Symbol, OffsetView Current, OffsetPoint? LastStep, IReadOnlyList<OffsetPoint> History);

/// <summary>Data of an <c>offset</c> event.</summary>
public sealed record OffsetData(string Symbol, OffsetPoint Calibration);

public sealed record TimeframeTrend(string Timeframe, string Trend, Timestamp? LastClosedAt, int BarsUsed);

public sealed record LevelView(string Kind, double Price, double DistanceAtr);

/// <summary>The last decision in words: the line that tells why the desk did or did not trade.</summary>
public sealed record LastDecision(string TraceId, Timestamp BarCloseTime, string Verdict, string Reason, bool Shadow);

public sealed record PositionView(string Id, string Symbol, string Side, decimal Lots, decimal EntryPrice, decimal Stop, decimal Target, Timestamp OpenedAt, decimal UnrealizedPnl, decimal UnrealizedR);

/// <summary>The inner object of market-state.</summary>
public sealed record MarketState(
    string Status,
    IReadOnlyList<string> Missing,
    IReadOnlyList<VenueQuote> Venues,
    OffsetView Offset,
    double? SpreadPips,
    string Session,
    string VolatilityState,
    double? AtrRatio,
    IReadOnlyList<TimeframeTrend> Trends,
    IReadOnlyList<LevelView> NearestLiquidity,
    IReadOnlyList<LevelView> ActiveZones,
    string Blackout,
    double? DataAgeSeconds,
    LastDecision? LastDecision,
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<double> RecentCloses,
    [property: System.Text.Json.Serialization.JsonPropertyName("data_quality")] DataQualityView DataQuality);

/// <summary><c>GET /api/enhanced/market-state/{symbol}</c>. Snake case here and in <c>data_quality</c> only: fixed by the contract.</summary>
public sealed record MarketStateReport(
    string Symbol,
    [property: System.Text.Json.Serialization.JsonPropertyName("market_state")] MarketState MarketState,
    Timestamp Timestamp);

public sealed record TimeframeAnalysisView(
    string Timeframe,
    string Status,
    int BarsUsed,
    Timestamp? LastClosedAt,
    string Trend,
    LiveBreakView? LastLiveBreak,
    SwingView? LastSwingHigh,
    SwingView? LastSwingLow,
    double? Atr14,
    double? Ema20,
    double? Ema200,
    double? Rsi14,
    double? Vwap,
    double? VwapUpper,
    double? VwapLower)
{
    public IndicatorsView? Indicators { get; init; }

    public MomentumView? Momentum { get; init; }

    /// <summary>The newest candlestick patterns, newest first.</summary>
    public IReadOnlyList<PatternView> Patterns { get; init; } = [];
}

public sealed record MultiTimeframeAnalysis(string Status, IReadOnlyList<TimeframeAnalysisView> Timeframes, double? Alignment, ConfidenceView? Confidence, string Narrative)
{
    public OrderFlowView? OrderFlow { get; init; }
}

/// <summary><c>GET /api/enhanced/multi-timeframe/{symbol}</c>.</summary>
public sealed record MultiTimeframeReport(string Symbol, MultiTimeframeAnalysis Analysis, IReadOnlyList<string> Timeframes);
