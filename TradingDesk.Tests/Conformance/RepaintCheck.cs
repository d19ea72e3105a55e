using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Conformance;

/// <summary>The checks themselves, so that a control can show that they catch a repainting analyzer.</summary>
internal static class RepaintCheck
{
    public static List<StructureEvent> Run(IAnalyzer<StructureEvent> analyzer, IEnumerable<Bar> bars)
    {
        var log = new StructureEventLog();
        foreach (var bar in bars)
        {
            analyzer.Update(bar, log);
        }

        return log.Events;
    }

    public static void CheckPrefixes(Func<IAnalyzer<StructureEvent>> create, Bar[] bars, int seed, int cuts)
    {
        var whole = Run(create(), bars);
        var random = new Random(seed);
        for (var i = 0; i < cuts; i++)
        {
            var cut = random.Next(1, bars.Length);
            Sequences.AssertEqual(whole.Where(item => item.KnownAtIndex < cut), Run(create(), bars.Take(cut)));
        }
    }

    public static void CheckFutureMutation(Func<IAnalyzer<StructureEvent>> create, Bar[] bars, int seed, int cuts)
    {
        var whole = Run(create(), bars);
        var random = new Random(seed);
        for (var i = 0; i < cuts; i++)
        {
            var cut = random.Next(1, bars.Length);
            var other = TestBars.Walk(bars.Length, seed: 10_000 + i, timeframe: bars[0].Timeframe);
            var mutated = Run(create(), bars.Take(cut).Concat(other.Skip(cut)));

            Sequences.AssertEqual(whole.Where(item => item.KnownAtIndex < cut), mutated.Where(item => item.KnownAtIndex < cut));
        }
    }
}
