using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>The bar being processed and where its events go.</summary>
internal readonly struct BarContext(int index, double close, Timestamp closeTime, IEventSink<StructureEvent> sink)
{
    public BarContext(int index, in Bar bar, IEventSink<StructureEvent> sink)
        : this(index, bar.Close, bar.CloseTime, sink)
    {
    }

    public int Index { get; } = index;

    public double Close { get; } = close;

    public Timestamp CloseTime { get; } = closeTime;

    /// <summary>Emits an event known at this bar.</summary>
    public void Emit(in StructureEvent item) => sink.Add(item);

    /// <summary>What became known of something that spans a price range.</summary>
    /// <param name="endsHere">True where this bar broke, touched or ended it.</param>
    public StructureEvent Zone(StructureEventKind kind, Direction direction, double level, double top, double bottom, int originIndex, Timestamp originAt, bool endsHere, int cause = -1) => new(
        kind,
        BreakKind.None,
        direction,
        level,
        OriginIndex: originIndex,
        OriginAt: originAt,
        BrokenIndex: endsHere ? Index : -1,
        BrokenAt: endsHere ? CloseTime : Timestamp.Epoch,
        KnownAtIndex: Index,
        KnownAt: CloseTime,
        CauseIndex: cause,
        Top: top,
        Bottom: bottom);

    public void EmitSwing(StructureEventKind kind, in Swing swing, int cause, StructureTag label = StructureTag.None) => sink.Add(new StructureEvent(
        kind,
        BreakKind.None,
        swing.Direction,
        swing.Level,
        OriginIndex: swing.Index,
        OriginAt: swing.OriginAt,
        BrokenIndex: -1,
        BrokenAt: Timestamp.Epoch,
        KnownAtIndex: Index,
        KnownAt: CloseTime,
        CauseIndex: cause,
        Tag: label,
        Top: swing.Level,
        Bottom: swing.Level));

    public void EmitBreak(StructureEventKind kind, in KnownBreak broken, int cause) => sink.Add(new StructureEvent(
        kind,
        broken.Pattern.Kind,
        broken.Pattern.Direction,
        broken.Pattern.Level,
        OriginIndex: broken.Pattern.Index,
        OriginAt: broken.Pattern.OriginAt,
        BrokenIndex: broken.BrokenIndex,
        BrokenAt: broken.BrokenAt,
        KnownAtIndex: Index,
        KnownAt: CloseTime,
        CauseIndex: cause,
        Top: broken.Pattern.Level,
        Bottom: broken.Pattern.Level));
}
