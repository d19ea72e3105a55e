using TradingDesk.Core.Domain;

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

/// <summary>
/// One entry of the append-only structure log. Indices count the bars that the analyzer has seen, from 0; times are bar open times for the origin
/// (the bar the event is about) and bar close times for the rest.
/// </summary>
/// <param name="Kind">What became known.</param>
/// <param name="Break">BOS or CHOCH for breaks; <see cref="BreakKind.None"/> for swings.</param>
/// <param name="Direction">Swing high or bullish break: <see cref="Structure.Direction.Bullish"/>; swing low or bearish break: <see cref="Structure.Direction.Bearish"/>.</param>
/// <param name="Level">The swing's extreme, or the level broken.</param>
/// <param name="OriginIndex">Bar of the swing, for breaks the swing whose level was broken.</param>
/// <param name="OriginAt">Open time of that bar.</param>
/// <param name="BrokenIndex">For breaks the bar whose close broke the level; otherwise −1.</param>
/// <param name="BrokenAt">Close time of that bar; for swings the epoch.</param>
/// <param name="KnownAtIndex">Bar at whose close THIS event became known.</param>
/// <param name="KnownAt">Close time of that bar.</param>
/// <param name="CauseIndex">Origin of the swing or break that superseded, finalised or cancelled this one; −1 where there is none.</param>
public readonly record struct StructureEvent(
    StructureEventKind Kind,
    BreakKind Break,
    Direction Direction,
    double Level,
    int OriginIndex,
    Timestamp OriginAt,
    int BrokenIndex,
    Timestamp BrokenAt,
    int KnownAtIndex,
    Timestamp KnownAt,
    int CauseIndex);
