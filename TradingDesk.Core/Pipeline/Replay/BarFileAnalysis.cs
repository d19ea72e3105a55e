using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Parity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Replay;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>Structure of a CSV file of bars, all families.</summary>
public static class BarFileAnalysis
{
    /// <param name="parity">The reference library's tables instead of the event log.</param>
    public static Outcome<IReadOnlyList<AnalysisRow>> Run(string path, Timeframe timeframe, int swingLength, bool parity)
    {
        var read = ReadBars(path, timeframe);
        if (!read.IsSuccess)
        {
            return read.Fault;
        }

        return parity ? ParityRows.Build(read.Value, new SmcBatch(read.Value, swingLength)) : Stream(read.Value, swingLength);
    }

    private static Outcome<List<Bar>> ReadBars(string path, Timeframe timeframe)
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

        var bars = new List<Bar>();
        var discards = new DiscardCounters();
        using var source = new CsvSource(path, file.Columns!, instrumentId: 0, timeframe, discards);
        var events = new MarketEventBuffer();
        while (source.MoveNext())
        {
            events.Clear();
            source.Emit(events);
            bars.Add(((LoadedBar)events[0].Payload!).Bar);
        }

        return discards.Total > 0 ? new Fault("BAD_ROWS", $"{Path.GetFileName(path)}: {discards.Total} rows are not bars.") : bars;
    }

    private static List<AnalysisRow> Stream(List<Bar> bars, int swingLength)
    {
        var market = new MarketStructure(new StructureOptions { SwingLength = swingLength }, new LiquidityOptions());
        var log = new Log();
        foreach (var bar in bars)
        {
            market.Update(bar, log);
        }

        return log.Rows;
    }

    internal static AnalysisRow Row(in StructureEvent item)
    {
        var (family, status) = item.Kind.ToFamily();
        var isZone = family is not ("swing" or "break" or "liveBreak");
        return new AnalysisRow(
            family == "break" ? item.Break.ToName() : family,
            item.Direction.ToName(),
            item.Level,
            item.OriginIndex,
            item.OriginAt,
            item.KnownAtIndex,
            item.FinalAt is null ? null : item.KnownAtIndex,
            status)
        {
            Name = item.Tag.ToLabel() ?? (item.Tag == StructureTag.None ? null : item.Tag.ToName()),
            Top = isZone ? item.Top : null,
            Bottom = isZone ? item.Bottom : null,
            EndIndex = item.BrokenIndex >= 0 ? item.BrokenIndex : null,
            CauseIndex = item.CauseIndex >= 0 ? item.CauseIndex : null,
            Amount = family is "orderBlock" or "sweep" or "liquidity" ? item.Amount : null,
            Ratio = family is "orderBlock" or "sweep" || item.Kind == StructureEventKind.RangeEnded ? item.Ratio : null,
        };
    }

    private sealed class Log : IEventSink<StructureEvent>
    {
        public List<AnalysisRow> Rows { get; } = [];

        public void Add(in StructureEvent item) => Rows.Add(Row(item));
    }
}
