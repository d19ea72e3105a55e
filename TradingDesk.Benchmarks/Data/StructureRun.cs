using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Data;

/// <summary>All structure families over a series; the last events are kept to compare, the rest are counted.</summary>
internal static class StructureRun
{
    public static MarketStructure New() => new(new StructureOptions(), new LiquidityOptions());

    public static void Feed(MarketStructure market, ReadOnlySpan<Bar> bars, IEventSink<StructureEvent> sink)
    {
        foreach (ref readonly var bar in bars)
        {
            market.Update(bar, sink);
        }
    }

    internal sealed class Counter : IEventSink<StructureEvent>
    {
        public int Count { get; private set; }

        public void Add(in StructureEvent item) => Count++;
    }

    internal sealed class Log : IEventSink<StructureEvent>
    {
        public List<StructureEvent> Events { get; } = [];

        public void Add(in StructureEvent item) => Events.Add(item);
    }
}
