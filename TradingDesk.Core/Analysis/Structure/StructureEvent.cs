using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>
/// One entry of the append-only structure log, of any family. Indices count the bars that the analyzer has seen, from 0; times are bar open times for
/// the origin (the bar the event is about) and bar close times for the rest. What an event is about is told by family, tag, direction, origin and, for
/// order blocks, the swing that made it.
/// </summary>
/// <param name="Kind">What became known.</param>
/// <param name="Break">BOS or CHOCH for breaks; <see cref="BreakKind.None"/> otherwise.</param>
/// <param name="Direction">
/// Bullish for a high, a bullish break, gap or block, a pool or level above the market; bearish for the opposite; none for what has both sides.
/// </param>
/// <param name="Level">The price it is about: a swing's extreme, the level broken, a gap's near edge, a pool's mean.</param>
/// <param name="OriginIndex">Bar of the swing, for breaks the swing whose level was broken, for gaps the middle bar, for blocks the block's own bar.</param>
/// <param name="OriginAt">Open time of that bar.</param>
/// <param name="BrokenIndex">The bar that broke, touched or ended it; −1 where none did.</param>
/// <param name="BrokenAt">Close time of that bar; the epoch where there is none.</param>
/// <param name="KnownAtIndex">Bar at whose close THIS event became known.</param>
/// <param name="KnownAt">Close time of that bar.</param>
/// <param name="CauseIndex">Origin of what superseded, finalised, cancelled, triggered or joined it; −1 where there is none.</param>
/// <param name="Tag">The swing's label, the period, the session, or where a swept level came from.</param>
/// <param name="Top">Upper end of its price range.</param>
/// <param name="Bottom">Lower end.</param>
/// <param name="Amount">Volume of an order block's three bars or of a sweep's bar in base units; a pool's number of swings; 0 otherwise.</param>
/// <param name="Ratio">
/// A fraction: an order block's volume balance (0 to 1), a sweep's confidence (0 to 1), a range's deepest retracement (0 at the swing, 1 at the range's
/// other end, more beyond); 0 otherwise.
/// </param>
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
    int CauseIndex,
    StructureTag Tag = StructureTag.None,
    double Top = 0,
    double Bottom = 0,
    double Amount = 0,
    double Ratio = 0)
{
    /// <summary>When nothing could change or void what this event says any more; <see langword="null"/> while something still may.</summary>
    public Timestamp? FinalAt => Kind.IsFinal() ? KnownAt : null;
}
