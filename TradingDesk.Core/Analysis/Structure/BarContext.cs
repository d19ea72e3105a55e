using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>The bar being processed and where its events go.</summary>
internal readonly struct BarContext(int index, double close, Timestamp closeTime, IEventSink<StructureEvent> sink)
{
    public int Index { get; } = index;

    public double Close { get; } = close;

    public Timestamp CloseTime { get; } = closeTime;

    public void EmitSwing(StructureEventKind kind, in Swing swing, int cause) => sink.Add(new StructureEvent(
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
        CauseIndex: cause));

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
        CauseIndex: cause));
}
