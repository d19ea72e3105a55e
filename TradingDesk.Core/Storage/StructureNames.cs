using TradingDesk.Core.Analysis.Structure;

namespace TradingDesk.Core.Storage;

/// <summary>The contract's words for structure.</summary>
public static class StructureNames
{
    public static string ToName(this Direction direction) => direction switch
    {
        Direction.Bullish => "bullish",
        Direction.Bearish => "bearish",
        _ => "none",
    };

    public static string ToName(this BreakKind kind) => kind == BreakKind.Bos ? "bos" : "choch";

    /// <summary>A level's side: a high or a low.</summary>
    public static string ToSide(this Direction direction) => direction == Direction.Bullish ? "high" : "low";

    /// <summary>A trend: no direction is <c>ranging</c>.</summary>
    public static string ToTrend(this Direction direction) => direction == Direction.None ? "ranging" : direction.ToName();

    /// <summary>A swing's label; <see langword="null"/> where it has none.</summary>
    public static string? ToLabel(this StructureTag tag) => tag switch
    {
        StructureTag.HigherHigh => "HH",
        StructureTag.LowerHigh => "LH",
        StructureTag.EqualHigh => "EQH",
        StructureTag.HigherLow => "HL",
        StructureTag.LowerLow => "LL",
        StructureTag.EqualLow => "EQL",
        _ => null,
    };

    /// <summary>A period, session or source of a level.</summary>
    public static string ToName(this StructureTag tag) => tag switch
    {
        StructureTag.Swing => "swing",
        StructureTag.FourHours => "fourHours",
        StructureTag.Day => "day",
        StructureTag.Week => "week",
        StructureTag.Sydney => "sydney",
        StructureTag.Tokyo => "tokyo",
        StructureTag.London => "london",
        StructureTag.NewYork => "newYork",
        StructureTag.AsianKillZone => "asianKillZone",
        StructureTag.LondonOpenKillZone => "londonOpenKillZone",
        StructureTag.NewYorkKillZone => "newYorkKillZone",
        StructureTag.LondonCloseKillZone => "londonCloseKillZone",
        _ => throw new ArgumentOutOfRangeException(nameof(tag), tag, "Has no name of its own."),
    };

    /// <summary>The family and status that an event brings, in the contract's words.</summary>
    public static (string Family, string Status) ToFamily(this StructureEventKind kind) => kind switch
    {
        StructureEventKind.SwingProvisional => ("swing", "provisional"),
        StructureEventKind.SwingSuperseded => ("swing", "superseded"),
        StructureEventKind.SwingFinal => ("swing", "final"),
        StructureEventKind.BreakKnown => ("break", "known"),
        StructureEventKind.BreakCancelled => ("break", "cancelled"),
        StructureEventKind.BreakFinal => ("break", "final"),
        StructureEventKind.LiveBreak => ("liveBreak", "final"),
        StructureEventKind.GapOpened => ("fairValueGap", "open"),
        StructureEventKind.GapMerged => ("fairValueGap", "merged"),
        StructureEventKind.GapMitigated => ("fairValueGap", "mitigated"),
        StructureEventKind.BlockActive => ("orderBlock", "active"),
        StructureEventKind.BlockMitigated => ("orderBlock", "mitigated"),
        StructureEventKind.BlockBroken => ("orderBlock", "breaker"),
        StructureEventKind.BlockInvalidated => ("orderBlock", "invalidated"),
        StructureEventKind.BlockTriggerSuperseded => ("orderBlock", "triggerSuperseded"),
        StructureEventKind.PoolFormed or StructureEventKind.PoolGrown => ("liquidity", "open"),
        StructureEventKind.PoolSwept or StructureEventKind.PoolFinal => ("liquidity", "swept"),
        StructureEventKind.SweepKnown => ("sweep", "known"),
        StructureEventKind.SweepConfirmed => ("sweep", "confirmed"),
        StructureEventKind.SweepFailed => ("sweep", "failed"),
        StructureEventKind.PeriodClosed => ("period", "closed"),
        StructureEventKind.PeriodBroken => ("period", "broken"),
        StructureEventKind.SessionOpened => ("session", "opened"),
        StructureEventKind.SessionClosed => ("session", "closed"),
        StructureEventKind.RangeKnown => ("range", "known"),
        StructureEventKind.RangeEnded => ("range", "ended"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown structure event."),
    };
}
