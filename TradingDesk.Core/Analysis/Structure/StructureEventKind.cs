namespace TradingDesk.Core.Analysis.Structure;

/// <summary>What became known. Every kind is an event of its own; none rewrites an earlier one.</summary>
public enum StructureEventKind : byte
{
    /// <summary>A swing is known, but a more extreme one of the same side may supersede it.</summary>
    SwingProvisional = 1,

    /// <summary>A provisional swing gave way to a more extreme one.</summary>
    SwingSuperseded = 2,

    /// <summary>An opposite swing came; nothing can change this swing any more.</summary>
    SwingFinal = 3,

    /// <summary>A BOS or CHOCH pattern whose level was broken by a close.</summary>
    BreakKnown = 4,

    /// <summary>A later break made this one void.</summary>
    BreakCancelled = 5,

    /// <summary>Nothing can cancel this break any more.</summary>
    BreakFinal = 6,

    /// <summary>A close beyond a confirmed, not yet crossed swing: the only break that decisions may use (DOMAIN C5).</summary>
    LiveBreak = 7,

    /// <summary>A fair value gap: the bars on either side of a bar leave prices between them untraded.</summary>
    GapOpened = 8,

    /// <summary>The next bar's gap of the same direction took this one in; only where gaps are joined.</summary>
    GapMerged = 9,

    /// <summary>A bar touched the near edge of the gap.</summary>
    GapMitigated = 10,

    /// <summary>An order block: the last opposite extreme before a close crossed a swing.</summary>
    BlockActive = 11,

    /// <summary>Price came back into the block.</summary>
    BlockMitigated = 12,

    /// <summary>Price went through the block: it turns from support to resistance or the reverse.</summary>
    BlockBroken = 13,

    /// <summary>Price went back through the broken block; it means nothing any more.</summary>
    BlockInvalidated = 14,

    /// <summary>The swing whose crossing made the block was superseded later. The block lives on.</summary>
    BlockTriggerSuperseded = 15,

    /// <summary>The second final swing came to the same level: resting orders are presumed beyond it.</summary>
    PoolFormed = 16,

    /// <summary>A further final swing came to the pool's level.</summary>
    PoolGrown = 17,

    /// <summary>Price reached beyond the pool's band. A swing before that may still become final and join.</summary>
    PoolSwept = 18,

    /// <summary>A closed bar reached beyond a level and closed back inside.</summary>
    SweepKnown = 19,

    /// <summary>A close beyond the sweep bar's other end followed within the bars allowed.</summary>
    SweepConfirmed = 20,

    /// <summary>It did not, or price closed beyond the sweep's extreme first.</summary>
    SweepFailed = 21,

    /// <summary>A day, week or four hours are over: their high and low are the levels to watch.</summary>
    PeriodClosed = 22,

    /// <summary>A bar traded beyond the last period's high (bullish) or low (bearish), the first one to do so.</summary>
    PeriodBroken = 23,

    /// <summary>The first bar of a session or kill zone has closed.</summary>
    SessionOpened = 24,

    /// <summary>A session or kill zone is over, with its high and low.</summary>
    SessionClosed = 25,

    /// <summary>The last final high and low span a new dealing range; its direction is that of the newer one.</summary>
    RangeKnown = 26,

    /// <summary>A newer range took its place, with the deepest retracement that it saw.</summary>
    RangeEnded = 27,

    /// <summary>No swing before the sweep can join the pool any more.</summary>
    PoolFinal = 28,
}

public static class StructureEventKindExtensions
{
    /// <summary>True where a later event can no longer change or void what this kind says. Most kinds state a fact of closed bars and are final at once.</summary>
    public static bool IsFinal(this StructureEventKind kind) => kind is not (
        StructureEventKind.SwingProvisional or StructureEventKind.BreakKnown or StructureEventKind.GapOpened or StructureEventKind.BlockActive
        or StructureEventKind.BlockMitigated or StructureEventKind.BlockBroken or StructureEventKind.PoolFormed or StructureEventKind.PoolGrown or StructureEventKind.PoolSwept
        or StructureEventKind.SweepKnown or StructureEventKind.PeriodClosed or StructureEventKind.SessionOpened or StructureEventKind.RangeKnown);
}

/// <summary>The reference's two kinds of structure break.</summary>
public enum BreakKind : byte
{
    None = 0,

    /// <summary>Break of structure: in the direction of the structure before it.</summary>
    Bos = 1,

    /// <summary>Change of character: against it.</summary>
    Choch = 2,
}

/// <summary>+1 bullish or a swing high, −1 bearish or a swing low.</summary>
public enum Direction : sbyte
{
    Bearish = -1,
    None = 0,
    Bullish = 1,
}
