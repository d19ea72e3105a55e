using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Tests.Support;

/// <summary>A pipeline's outputs as a list; what waits to be durable is so at once.</summary>
internal sealed class EntryLog : IPipelineOutput
{
    public List<JournalEntry> Entries { get; } = [];

    public List<Bar> HistoryBars { get; } = [];

    public IEnumerable<Bar> Minutes(Symbol symbol) => Entries.OfType<BarClosedEntry>().Where(e => e.Symbol == symbol && e.Bar.Timeframe == Timeframe.M1).Select(e => e.Bar);

    public IEnumerable<OperationsEntry> Operations(string component) => Entries.OfType<OperationsEntry>().Where(e => e.Component == component);

    public void OnEntry(JournalEntry entry) => Entries.Add(entry);

    public void OnHistoryBar(int instrumentId, in Bar bar) => HistoryBars.Add(bar);

    public void OnTickSecond(in TickSecond row)
    {
    }

    public void OnFused(int instrumentId, M5Candle candle)
    {
    }

    public void OnQualityMinute(int instrumentId, QualityMinute minute)
    {
    }

    public void OnDurable(Action continuation) => continuation();
}
