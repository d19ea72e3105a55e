using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Support;

/// <summary>Keeps every event in order.</summary>
public sealed class StructureEventLog : IEventSink<StructureEvent>
{
    public List<StructureEvent> Events { get; } = [];

    public void Add(in StructureEvent item) => Events.Add(item);

    public IEnumerable<StructureEvent> Of(StructureEventKind kind) => Events.Where(item => item.Kind == kind);

    public static StructureEventLog Run(StructureOptions options, IEnumerable<Bar> bars)
    {
        var log = new StructureEventLog();
        var analyzer = new StructureAnalyzer(options);
        foreach (var bar in bars)
        {
            analyzer.Update(bar, log);
        }

        return log;
    }

    /// <summary>The breaks that no later event cancelled, by origin.</summary>
    public IEnumerable<StructureEvent> UncancelledBreaks()
    {
        var cancelled = Of(StructureEventKind.BreakCancelled).Select(item => item.OriginIndex).ToHashSet();
        return Of(StructureEventKind.BreakKnown).Where(item => !cancelled.Contains(item.OriginIndex)).OrderBy(item => item.OriginIndex);
    }
}
