using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>
/// Indicator values at the last closed bar; <see langword="null"/> while one warms up. MACD, bands and SuperTrend in quote currency per unit, directional
/// values 0 to 100, <paramref name="BollingerWidth"/> as a fraction of the mean, <paramref name="SuperTrendDirection"/> <c>bullish|bearish</c>.
/// </summary>
public sealed record IndicatorsView(
    double? Macd,
    double? MacdSignal,
    double? MacdHistogram,
    double? PlusDi,
    double? MinusDi,
    double? Adx,
    double? BollingerUpper,
    double? BollingerMiddle,
    double? BollingerLower,
    double? BollingerPercentB,
    double? BollingerZScore,
    double? BollingerWidth,
    double? SuperTrend,
    string? SuperTrendDirection,
    double? VolumeRatio,
    double? VolumeZScore,
    IReadOnlyList<BandView> VwapBands);

/// <summary>A pair of lines <paramref name="Deviations"/> standard deviations from the session VWAP.</summary>
public sealed record BandView(int Deviations, double? Upper, double? Lower);

/// <summary><paramref name="State"/> <c>strong|fading|normal</c>; <paramref name="Score"/> −3 to 4; <paramref name="Confidence"/> 0 to 1.</summary>
public sealed record MomentumVerdictView(string State, int Score, double Confidence);

/// <summary><paramref name="Direction"/> <c>bullish|bearish|none</c>; <paramref name="Grade"/> <c>excellent|good|fair|poor</c>; <paramref name="Run"/> closes in a row.</summary>
public sealed record MomentumQualityView(string Direction, int Run, string Grade);

/// <summary>A new extreme of twenty closes in the direction of <paramref name="Move"/> without the force of the one before.</summary>
public sealed record MomentumDecayView(string Move, bool RsiDecays, bool MacdDecays);

/// <summary><paramref name="Source"/> <c>rsi|macd</c>; <paramref name="Kind"/> <c>regular|hidden</c>. Between two final swings; never withdrawn.</summary>
public sealed record DivergenceView(
    string Source,
    string Kind,
    string Direction,
    Timestamp FirstAt,
    Timestamp SecondAt,
    double FirstPrice,
    double SecondPrice,
    double FirstValue,
    double SecondValue,
    Timestamp KnownAt);

/// <summary>Momentum of one timeframe, seen from both directions. <paramref name="Status"/> <c>ready|warmingUp</c>; divergences newest first.</summary>
public sealed record MomentumView(
    string Status,
    MomentumVerdictView? Bullish,
    MomentumVerdictView? Bearish,
    double? SlopeAtr,
    double? RangeRatio,
    double? AtrRatio,
    MomentumQualityView? Quality,
    MomentumDecayView? Decay,
    IReadOnlyList<DivergenceView> Divergences);

/// <summary>A candlestick pattern: <paramref name="Name"/> such as <c>morningStar</c>, <paramref name="Direction"/> <c>bullish|bearish|none</c>, <paramref name="Strength"/> as TA-Lib gives it.</summary>
public sealed record PatternView(string Name, string Direction, int Strength, double Confidence, int Bars, Timestamp OriginAt, Timestamp KnownAt, double Close);

/// <summary>Bought less sold volume of the last closed M1 bar. <paramref name="Source"/> <c>aggressor|tickRule</c>.</summary>
public sealed record DeltaView(Timestamp BarCloseTime, double Delta, double Volume, string Source, double? Baseline, double? Ratio, double CumulativeDelta, double? Slope);

/// <summary>Bought against sold of thirty seconds and the rate of volume of ten against sixty.</summary>
public sealed record PressureView(Timestamp At, double Bought30s, double Sold30s, double? Balance30s, double? VolumeSpikeRatio, bool VolumeSpike, bool Inferred);

/// <summary>Depth; imbalances −1 to 1, <paramref name="Side"/> <c>bullish|bearish|none</c>.</summary>
public sealed record BookView(
    Timestamp At,
    double Imbalance5,
    double Imbalance20,
    string Side,
    bool Extreme,
    double Microprice,
    bool BidVoid,
    bool AskVoid,
    double FlowImbalance10s,
    double FlowImbalance60s);

/// <summary>In basis points of the mid-price.</summary>
public sealed record SpreadView(double? QuotedBps, double? EffectiveBps, double? RealisedBps, double? ImpactBps, double? UsualSpread);

/// <summary>Large trades of the last sixty seconds from <paramref name="MinNotional"/> of account currency on.</summary>
public sealed record LargeTradesView(double MinNotional, int Bought, int Sold, double BoughtNotional, double SoldNotional);

public sealed record AbsorptionView(bool Absorbed, string Direction, double? VolumeRatio, double RangeFraction);

/// <summary>Order flow of one symbol from its primary venue. What has not been measured yet is <see langword="null"/>.</summary>
public sealed record OrderFlowView(
    DeltaView? Delta,
    PressureView? Pressure,
    SpreadView Spread,
    BookView? Book,
    double? Vpin,
    double? KyleLambda,
    AbsorptionView? Absorption,
    IReadOnlyList<LargeTradesView> LargeTrades);
