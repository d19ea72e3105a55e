using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>The event names of <c>GET /api/enhanced/stream</c>.</summary>
public static class StreamTypes
{
    public const string Tick = "tick";
    public const string Bar = "bar";
    public const string Structure = "structure";
    public const string Signal = "signal";
    public const string Decision = "decision";
    public const string Order = "order";
    public const string Fill = "fill";
    public const string Dtms = "dtms";
    public const string Risk = "risk";
    public const string Health = "health";
    public const string Config = "config";
    public const string Offset = "offset";

    /// <summary>A fused M5 candle or a revision of one. Not <see cref="Bar"/>: that is one venue's bar and never changes.</summary>
    public const string M5Fused = "m5Fused";

    public static IReadOnlyList<string> All { get; } = [Tick, Bar, Structure, Signal, Decision, Order, Fill, Dtms, Risk, Health, Config, Offset, M5Fused];
}

/// <summary>One server-sent event. Journaled events have a <paramref name="Sequence"/> (the <c>id:</c> line); ticks and forming bars have none.</summary>
public sealed record StreamItem(long? Sequence, string Type, string? Symbol, Timestamp At, JsonElement Data);

/// <summary>Data of a <c>tick</c> event: the latest quote on each venue and the forming bars' last price, at most a few times a second per symbol.</summary>
public sealed record TickData(string Symbol, Timestamp At, IReadOnlyList<VenueQuote> Venues, double? Price, IReadOnlyDictionary<string, Candle> Forming);

/// <summary>Data of a <c>bar</c> event.</summary>
public sealed record BarData(string Symbol, string Timeframe, Candle Candle);

/// <summary>Data of an <c>order</c> event.</summary>
public sealed record OrderData(string OrderId, string Symbol, string Side, decimal Lots, string State, string Reason, string? TraceId);

/// <summary>Data of a <c>fill</c> event. <paramref name="Entry"/> is <c>in</c> or <c>out</c>.</summary>
public sealed record FillData(string FillId, string OrderId, string PositionId, string Symbol, string Side, string Entry, decimal Lots, decimal Price, decimal Fee, decimal Slippage, string Reason, decimal? RealizedPnl, decimal? RealizedR, string? TraceId);

/// <summary>
/// Data of a <c>structure</c> event: exactly one of the families, in the state that this event brought. Its <c>knownAt</c> is when that state became known.
/// </summary>
public sealed record StructureData(string Symbol, string Timeframe, SwingView? Swing, BreakView? Break, LiveBreakView? LiveBreak)
{
    public OrderBlockView? OrderBlock { get; init; }

    public FairValueGapView? FairValueGap { get; init; }

    public LiquidityView? Liquidity { get; init; }

    public SweepView? Sweep { get; init; }

    public PeriodLevelView? Period { get; init; }

    public SessionRangeView? Session { get; init; }

    public RangeChangeView? Range { get; init; }
}

/// <summary>A period that is over, or a level of the last one that price has traded beyond. <paramref name="Status"/> <c>closed|highBroken|lowBroken</c>.</summary>
public sealed record PeriodLevelView(string Period, double High, double Low, string Status, Timestamp OriginAt, Timestamp KnownAt);

/// <summary><paramref name="Status"/> <c>opened|closed</c>; high and low so far.</summary>
public sealed record SessionRangeView(string Name, double High, double Low, string Status, Timestamp OriginAt, Timestamp KnownAt);

/// <summary>A dealing range: <paramref name="Status"/> <c>known|ended</c>. <paramref name="Deepest"/> retracement is that of an ended one.</summary>
public sealed record RangeChangeView(string Direction, double Top, double Bottom, string Status, Timestamp OriginAt, Timestamp KnownAt, double Deepest);

/// <summary>Data of a <c>risk</c> event: the one that changed.</summary>
public sealed record RiskData(ShadowModeView? ShadowMode, KillSwitchView? KillSwitch);

/// <summary>Data of a <c>config</c> event; the difference is in the symbol's history.</summary>
public sealed record ConfigData(string Symbol, int Version, Timestamp Since, string By, string Reason);

/// <summary>Data of a <c>health</c> event: something about feeds or the desk itself.</summary>
public sealed record OperationsData(string Component, string Kind, string Detail, Timestamp At);
