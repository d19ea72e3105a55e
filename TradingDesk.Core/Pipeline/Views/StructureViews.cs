using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>Folds the append-only structure log into what is known now. The log itself is never changed; this is a reading of it.</summary>
internal static class StructureViews
{
    private const int MaxItems = 500;

    public static StructureReport Build(SymbolLane lane, Timeframe timeframe)
    {
        var analysis = lane.Analysis(timeframe);
        var log = lane.Log(timeframe);
        var swings = new Dictionary<(int Origin, Direction Direction), SwingView>();
        var breaks = new Dictionary<(int Origin, Direction Direction), BreakView>();
        var live = new List<LiveBreakView>();
        foreach (var item in log.Events)
        {
            var key = (item.OriginIndex, item.Direction);
            switch (item.Kind)
            {
                case StructureEventKind.SwingProvisional:
                    swings[key] = ToSwing(item, item.KnownAt, finalAt: null, "provisional");
                    break;
                case StructureEventKind.SwingSuperseded when swings.TryGetValue(key, out var known):
                    swings[key] = known with { Status = "superseded", FinalAt = item.KnownAt };
                    break;
                case StructureEventKind.SwingFinal when swings.TryGetValue(key, out var known):
                    swings[key] = known with { Status = "final", FinalAt = item.KnownAt };
                    break;
                case StructureEventKind.BreakKnown:
                    breaks[key] = ToBreak(item);
                    break;
                case StructureEventKind.BreakCancelled when breaks.TryGetValue(key, out var known):
                    breaks[key] = known with { Status = "cancelled", FinalAt = item.KnownAt };
                    break;
                case StructureEventKind.BreakFinal when breaks.TryGetValue(key, out var known):
                    breaks[key] = known with { Status = "final", FinalAt = item.KnownAt };
                    break;
                case StructureEventKind.LiveBreak:
                    live.Add(ToLiveBreak(item));
                    break;
                default:
                    // The log is bounded: an event may refer to one that has left it.
                    break;
            }
        }

        string[] missing = analysis.BarsUsed < analysis.Structure.WarmupBars ? [$"{analysis.Structure.WarmupBars - analysis.BarsUsed} more {timeframe} bars"] : [];
        return new StructureReport(
            lane.Instrument.Symbol.Name,
            timeframe.ToString(),
            missing.Length == 0 ? "ready" : "warmingUp",
            missing,
            [.. swings.Values.OrderBy(s => s.OriginAt).TakeLast(MaxItems)],
            [.. breaks.Values.OrderBy(b => b.KnownAt).TakeLast(MaxItems)],
            OrderBlocks: [],
            FairValueGaps: [],
            Liquidity: [],
            [.. live.TakeLast(MaxItems)],
            [.. log.Vwap.Select(v => new VwapPoint(v.ClosedAt, v.Reading.Vwap, v.Reading.Upper(1), v.Reading.Lower(1), lane.Settings.VwapAnchor.StartOf(v.ClosedAt - timeframe.Duration())))]);
    }

    public static LiveBreakView ToLiveBreak(in StructureEvent item) => new(NameOf(item.Break), NameOf(item.Direction), item.Level, item.KnownAt, item.OriginAt);

    public static string NameOf(Direction direction) => direction switch
    {
        Direction.Bullish => "bullish",
        Direction.Bearish => "bearish",
        _ => "ranging",
    };

    private static SwingView ToSwing(in StructureEvent item, Timestamp knownAt, Timestamp? finalAt, string status) =>
        new(item.Direction == Direction.Bullish ? "high" : "low", item.Level, item.OriginAt, knownAt, finalAt, status);

    private static BreakView ToBreak(in StructureEvent item) =>
        new(NameOf(item.Break), NameOf(item.Direction), item.Level, item.OriginAt, item.BrokenAt, item.KnownAt, FinalAt: null, "known");

    private static string NameOf(BreakKind kind) => kind == BreakKind.Choch ? "choch" : "bos";
}
