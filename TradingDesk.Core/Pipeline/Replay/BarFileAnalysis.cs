using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Replay;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>One structure event of a file. Indices count the file's bars from 0.</summary>
public sealed record AnalysisRow(string Kind, string Direction, double Level, int OriginIndex, Timestamp OriginTime, int KnownAtIndex, int? FinalAtIndex, string Status);

/// <summary>Structure of a CSV file of bars.</summary>
public static class BarFileAnalysis
{
    /// <param name="parity">Only the final, uncancelled swings and breaks, with the reference library's float32 levels.</param>
    public static Outcome<IReadOnlyList<AnalysisRow>> Run(string path, Timeframe timeframe, int swingLength, bool parity)
    {
        var opened = ReplayInput.Open([path], [], new Symbol("FILE"));
        if (!opened.IsSuccess)
        {
            return opened.Fault;
        }

        var file = opened.Value.Files[0];
        if (file.Format != ReplayFormat.Csv || file.CsvKind != CsvKind.Bars)
        {
            return new Fault("NOT_BARS", $"{Path.GetFileName(path)} holds no bars.");
        }

        var analyzer = new StructureAnalyzer(new StructureOptions { SwingLength = swingLength, Parity = parity });
        var log = new Log();
        var discards = new DiscardCounters();
        using var source = new CsvSource(path, file.Columns!, instrumentId: 0, timeframe, discards);
        var events = new MarketEventBuffer();
        while (source.MoveNext())
        {
            events.Clear();
            source.Emit(events);
            analyzer.Update(((LoadedBar)events[0].Payload!).Bar, log);
        }

        if (discards.Total > 0)
        {
            return new Fault("BAD_ROWS", $"{Path.GetFileName(path)}: {discards.Total} rows are not bars.");
        }

        var rows = log.Events.Select(Row).ToList();
        return parity ? Final(log.Events) : rows;
    }

    private static AnalysisRow Row(StructureEvent item) => new(
        KindOf(item),
        NameOf(item.Direction),
        item.Level,
        item.OriginIndex,
        item.OriginAt,
        item.KnownAtIndex,
        item.Kind is StructureEventKind.SwingFinal or StructureEventKind.BreakFinal or StructureEventKind.LiveBreak ? item.KnownAtIndex : null,
        item.Kind switch
        {
            StructureEventKind.SwingProvisional => "provisional",
            StructureEventKind.SwingSuperseded => "superseded",
            StructureEventKind.BreakKnown => "known",
            StructureEventKind.BreakCancelled => "cancelled",
            _ => "final",
        });

    /// <summary>Swings that were never superseded and breaks that were never cancelled, by origin.</summary>
    private static List<AnalysisRow> Final(List<StructureEvent> events)
    {
        var kept = new Dictionary<(bool IsBreak, int Origin), AnalysisRow>();
        foreach (var item in events)
        {
            var key = (item.Break != BreakKind.None, item.OriginIndex);
            switch (item.Kind)
            {
                case StructureEventKind.SwingProvisional or StructureEventKind.BreakKnown:
                    kept[key] = Row(item);
                    break;
                case StructureEventKind.SwingSuperseded or StructureEventKind.BreakCancelled:
                    kept.Remove(key);
                    break;
                case StructureEventKind.SwingFinal or StructureEventKind.BreakFinal when kept.TryGetValue(key, out var row):
                    kept[key] = row with { FinalAtIndex = item.KnownAtIndex, Status = "final" };
                    break;
                default:
                    break;
            }
        }

        return [.. kept.Values.OrderBy(r => r.OriginIndex)];
    }

    private static string KindOf(in StructureEvent item) => item.Kind == StructureEventKind.LiveBreak
        ? "liveBreak"
        : item.Break switch { BreakKind.Bos => "bos", BreakKind.Choch => "choch", _ => "swing" };

    private static string NameOf(Direction direction) => direction == Direction.Bullish ? "bullish" : "bearish";

    private sealed class Log : IEventSink<StructureEvent>
    {
        public List<StructureEvent> Events { get; } = [];

        public void Add(in StructureEvent item) => Events.Add(item);
    }
}
