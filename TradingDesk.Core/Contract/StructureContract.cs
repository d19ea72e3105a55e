using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

// Everywhere here: originAt is the open time of the bar it is about, knownAt the close at which it became known, finalAt the close after which nothing
// changes its status any more, null before.

/// <summary><paramref name="Kind"/> <c>high|low</c>; <paramref name="Status"/> <c>provisional|final|superseded</c>.</summary>
/// <param name="Label">Of a final swing against the one of its side before: <c>HH|LH|EQH|HL|LL|EQL</c>; null for the first and while provisional.</param>
public sealed record SwingView(string Kind, double Price, Timestamp OriginAt, Timestamp KnownAt, Timestamp? FinalAt, string Status, string? Label = null);

/// <summary><paramref name="Kind"/> <c>bos|choch</c>; <paramref name="Direction"/> <c>bullish|bearish</c>; <paramref name="Status"/> <c>known|final|cancelled</c>.</summary>
public sealed record BreakView(string Kind, string Direction, double Level, Timestamp OriginAt, Timestamp BrokenAt, Timestamp KnownAt, Timestamp? FinalAt, string Status);

public sealed record LiveBreakView(string Kind, string Direction, double Level, Timestamp At, Timestamp OriginAt);

/// <summary><paramref name="Status"/> <c>active|mitigated|breaker|invalidated</c>: untouched, price came back into it, went through it, went back through it.</summary>
/// <param name="Volume">Of the bar that made it known and the two before it, base units.</param>
/// <param name="VolumeBalance">The smaller over the larger side of that volume, 0 to 1.</param>
/// <param name="TriggerSuperseded">The swing whose crossing made it was superseded later.</param>
public sealed record OrderBlockView(
    string Direction,
    double Top,
    double Bottom,
    string Status,
    Timestamp OriginAt,
    Timestamp KnownAt,
    Timestamp? FinalAt,
    Timestamp? MitigatedAt,
    Timestamp? BrokenAt,
    double Volume,
    double VolumeBalance,
    bool TriggerSuperseded);

/// <summary><paramref name="Status"/> <c>open|mitigated</c>; mitigated is final.</summary>
public sealed record FairValueGapView(string Direction, double Top, double Bottom, string Status, Timestamp OriginAt, Timestamp KnownAt, Timestamp? FinalAt);

/// <summary>Equal highs or lows. <paramref name="Side"/> <c>high|low</c>; <paramref name="Status"/> <c>open|swept</c>; final once no swing before the sweep can join.</summary>
/// <param name="Level">Mean of its swings.</param>
/// <param name="SweptAt">Close of the bar that reached beyond the band.</param>
public sealed record LiquidityView(
    string Side, double Level, double Top, double Bottom, string Status, Timestamp OriginAt, Timestamp KnownAt, Timestamp? FinalAt, Timestamp? SweptAt, int Touches);

/// <summary>A closed bar that reached beyond a level and closed back inside. <paramref name="Status"/> <c>known|confirmed|failed</c>.</summary>
/// <param name="Source">Where the level came from: <c>swing|fourHours|day|week</c>.</param>
/// <param name="Extreme">How far the bar went.</param>
/// <param name="OriginAt">Open time of the bar that made the level.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record SweepView(string Side, string Source, double Level, double Extreme, string Status, Timestamp OriginAt, Timestamp KnownAt, Timestamp? FinalAt, double Confidence);

/// <summary>High and low of the last completed <c>fourHours|day|week</c>, UTC, [<paramref name="From"/>, <paramref name="To"/>).</summary>
public sealed record PeriodView(string Period, double High, double Low, Timestamp From, Timestamp To, Timestamp KnownAt, Timestamp? HighBrokenAt, Timestamp? LowBrokenAt);

/// <summary>A session or kill zone, running (<c>active</c>) or the last one (<c>closed</c>), with its high and low so far.</summary>
public sealed record SessionView(string Name, string Status, double High, double Low, Timestamp From, Timestamp To);

/// <summary>The dealing range between the last final high and low, and where the last close stands in it.</summary>
/// <param name="Direction">Which end is the newer: <c>bullish</c> the high.</param>
/// <param name="Position">0 at the bottom, 0.5 at equilibrium, 1 at the top, beyond these outside.</param>
/// <param name="Zone"><c>premium|equilibrium|discount</c>.</param>
/// <param name="Current">Retracement of the last bar from the newer end, as a fraction of the range.</param>
/// <param name="Deepest">The deepest since the newer end became final.</param>
public sealed record RetracementView(string Direction, double Top, double Bottom, Timestamp OriginAt, Timestamp KnownAt, double Position, string Zone, double Current, double Deepest);

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
    IReadOnlyList<VwapPoint> Vwap)
{
    public IReadOnlyList<SweepView> Sweeps { get; init; } = [];

    public IReadOnlyList<PeriodView> Periods { get; init; } = [];

    public IReadOnlyList<SessionView> Sessions { get; init; } = [];

    /// <summary>Null until a high and a low are final.</summary>
    public RetracementView? Retracement { get; init; }

    /// <summary><c>bullish|bearish|ranging</c>, by the last two final highs and lows.</summary>
    public string Trend { get; init; } = "ranging";
}
