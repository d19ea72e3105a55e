using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>
/// A fused M5 candle. <paramref name="VolatilityState"/> is EXPANDING, NORMAL or CONTRACTING, null while it warms up; <paramref name="Structure"/> is the vote:
/// <c>bullish</c>, <c>bearish</c> or <c>neutral</c>, null while ATR14 warms up. <paramref name="Sources"/> holds <c>primary</c> and, where it took part,
/// <c>secondary</c>; <paramref name="FilledMinutes"/> came from the second venue alone. A higher <paramref name="Revision"/> replaces a lower one.
/// </summary>
public sealed record M5CandleView(
    Timestamp OpenTime,
    Timestamp CloseTime,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    double? Atr14,
    double? Vwap,
    string? VolatilityState,
    string? Structure,
    IReadOnlyList<string> Sources,
    int FilledMinutes,
    int Revision);

/// <summary><c>GET /api/enhanced/volatility-bridge/{symbol}</c>, oldest first. <paramref name="Slope"/> is that of the last fused closes, in ATR14(M5) per bar.</summary>
public sealed record M5BridgeReport(string Symbol, string Status, IReadOnlyList<string> Missing, string PrimaryVenue, double? Slope, IReadOnlyList<M5CandleView> Candles, string? NextCursor);

/// <summary>What the desk knows of the bridge beyond the stored candles.</summary>
public sealed record M5BridgeState(double? Slope, M5CandleView? Last);

/// <summary>Data of an <c>m5Fused</c> event.</summary>
public sealed record M5FusedData(string Symbol, M5CandleView Candle);

/// <summary>
/// An instrument's data quality over the rolling window. <paramref name="State"/> is <c>good</c>, <c>degraded</c>, <c>poor</c> (no entries) or <c>unknown</c> before the
/// first tick; <paramref name="Reason"/> names the worst cause.
/// </summary>
public sealed record DataQualityView(string State, double? Score, double? Threshold, string Reason, Timestamp? Since);

/// <summary>A UTC day. <paramref name="Faults"/> counts seconds (gap, silent, wideSpread, divergence), minutes (inconsistent) or messages.</summary>
public sealed record QualityDayView(
    string Day,
    double Score,
    double LowestScore,
    string Reason,
    long Messages,
    long SecondsObserved,
    long SecondsDegraded,
    long SecondsPoor,
    IReadOnlyDictionary<string, long> Faults);

/// <summary><c>GET /api/enhanced/quality/{symbol}</c>, newest day first.</summary>
public sealed record QualityReport(string Symbol, DataQualityView Now, IReadOnlyList<QualityDayView> Days);
