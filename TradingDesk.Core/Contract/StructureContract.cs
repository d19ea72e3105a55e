using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary><paramref name="Kind"/> <c>high|low</c>; <paramref name="Status"/> <c>provisional|final|superseded</c>.</summary>
public sealed record SwingView(string Kind, double Price, Timestamp OriginAt, Timestamp KnownAt, Timestamp? FinalAt, string Status);

/// <summary><paramref name="Kind"/> <c>bos|choch</c>; <paramref name="Direction"/> <c>bullish|bearish</c>; <paramref name="Status"/> <c>known|final|cancelled</c>.</summary>
public sealed record BreakView(string Kind, string Direction, double Level, Timestamp OriginAt, Timestamp BrokenAt, Timestamp KnownAt, Timestamp? FinalAt, string Status);

public sealed record LiveBreakView(string Kind, string Direction, double Level, Timestamp At, Timestamp OriginAt);

public sealed record OrderBlockView(string Direction, double Top, double Bottom, string Status, Timestamp OriginAt, Timestamp KnownAt);

public sealed record FairValueGapView(string Direction, double Top, double Bottom, string Status, Timestamp OriginAt, Timestamp KnownAt);

public sealed record LiquidityView(string Side, double Level, string Status, Timestamp OriginAt, Timestamp KnownAt);

/// <summary>Session VWAP with its bands at a bar's close; the bands are null until their window is filled. With <paramref name="SessionStart"/> the mean began anew.</summary>
public sealed record VwapPoint(Timestamp Time, double Vwap, double? Upper, double? Lower, Timestamp SessionStart);

/// <summary><c>GET /api/enhanced/structure/{symbol}/{timeframe}</c>.</summary>
public sealed record StructureReport(
    string Symbol,
    string Timeframe,
    string Status,
    IReadOnlyList<string> Missing,
    IReadOnlyList<SwingView> Swings,
    IReadOnlyList<BreakView> Breaks,
    IReadOnlyList<OrderBlockView> OrderBlocks,
    IReadOnlyList<FairValueGapView> FairValueGaps,
    IReadOnlyList<LiquidityView> Liquidity,
    IReadOnlyList<LiveBreakView> LiveBreaks,
    IReadOnlyList<VwapPoint> Vwap);
