using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;

namespace TradingDesk.Core.Storage;

/// <summary>
/// The contract's form of single structure events: the one translation for journal, live stream and the structure report. Each view is what the event
/// alone says; <c>knownAt</c> is the event's own.
/// </summary>
public static class StructureEventViews
{
    public static StructureData ToData(this StructureEntry entry)
    {
        var e = entry.Event;
        var symbol = entry.Symbol?.Name ?? throw new ArgumentException($"Structure entry {entry.Sequence} needs a symbol.");
        var data = new StructureData(symbol, entry.Timeframe.ToString(), null, null, null);
        return e.Kind.ToFamily().Family switch
        {
            "swing" => data with { Swing = e.ToSwing() },
            "break" => data with { Break = e.ToBreak() },
            "liveBreak" => data with { LiveBreak = e.ToLiveBreak() },
            "fairValueGap" => data with { FairValueGap = e.ToGap() },
            "orderBlock" => data with { OrderBlock = e.ToBlock() },
            "liquidity" => data with { Liquidity = e.ToPool() },
            "sweep" => data with { Sweep = e.ToSweep() },
            "period" => data with { Period = e.ToPeriodLevel() },
            "session" => data with { Session = new SessionRangeView(e.Tag.ToName(), High: e.Top, Low: e.Bottom, Status(e), e.OriginAt, e.KnownAt) },
            _ => data with { Range = new RangeChangeView(e.Direction.ToName(), Top: e.Top, Bottom: e.Bottom, Status(e), e.OriginAt, e.KnownAt, e.Ratio) },
        };
    }

    public static SwingView ToSwing(this in StructureEvent e) => new(e.Direction.ToSide(), e.Level, e.OriginAt, e.KnownAt, e.FinalAt, Status(e), e.Tag.ToLabel());

    public static BreakView ToBreak(this in StructureEvent e) => new(e.Break.ToName(), e.Direction.ToName(), e.Level, e.OriginAt, e.BrokenAt, e.KnownAt, e.FinalAt, Status(e));

    public static LiveBreakView ToLiveBreak(this in StructureEvent e) => new(e.Break.ToName(), e.Direction.ToName(), e.Level, At: e.KnownAt, OriginAt: e.OriginAt);

    public static FairValueGapView ToGap(this in StructureEvent e) => new(e.Direction.ToName(), Top: e.Top, Bottom: e.Bottom, Status(e), e.OriginAt, e.KnownAt, e.FinalAt);

    public static OrderBlockView ToBlock(this in StructureEvent e) => new(
        e.Direction.ToName(),
        Top: e.Top,
        Bottom: e.Bottom,
        Status(e),
        e.OriginAt,
        e.KnownAt,
        e.Kind == StructureEventKind.BlockInvalidated ? e.KnownAt : null,
        MitigatedAt: e.Kind == StructureEventKind.BlockMitigated ? e.KnownAt : null,
        BrokenAt: e.Kind == StructureEventKind.BlockBroken ? e.KnownAt : null,
        e.Amount,
        e.Ratio,
        TriggerSuperseded: e.Kind == StructureEventKind.BlockTriggerSuperseded);

    public static LiquidityView ToPool(this in StructureEvent e) => new(
        e.Direction.ToSide(),
        e.Level,
        Top: e.Top,
        Bottom: e.Bottom,
        e.BrokenIndex >= 0 ? "swept" : "open",
        e.OriginAt,
        e.KnownAt,
        e.FinalAt,
        SweptAt: e.BrokenIndex >= 0 ? e.BrokenAt : null,
        (int)e.Amount);

    public static SweepView ToSweep(this in StructureEvent e) => new(
        e.Direction.ToSide(), e.Tag.ToName(), e.Level, Extreme: e.Direction == Direction.Bullish ? e.Top : e.Bottom, Status(e), e.OriginAt, e.KnownAt, e.FinalAt, e.Ratio);

    private static PeriodLevelView ToPeriodLevel(this in StructureEvent e) => new(
        e.Tag.ToName(),
        High: e.Top,
        Low: e.Bottom,
        e.Kind == StructureEventKind.PeriodClosed ? "closed" : e.Direction == Direction.Bullish ? "highBroken" : "lowBroken",
        e.OriginAt,
        e.KnownAt);

    private static string Status(in StructureEvent e) => e.Kind.ToFamily().Status;
}
