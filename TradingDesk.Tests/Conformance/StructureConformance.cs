using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Conformance;

/// <summary>
/// What every analyzer that writes the structure log must keep to (DOMAIN C8), inherited by its tests: nothing repaints, whatever comes later; state is
/// exact; what is final stays.
/// </summary>
public abstract class StructureConformance
{
    protected abstract IAnalyzer<StructureEvent> Create();

    /// <summary>The series to test on; several thousand bars.</summary>
    protected virtual Bar[] Series() => TestBars.Walk(4_000, seed: 31);

    [Fact]
    public void Prefix_EveryCut_HasTheSameEvents() => RepaintCheck.CheckPrefixes(Create, Series(), seed: 32, cuts: 60);

    [Fact]
    public void Future_Randomised_LeavesKnownEventsUnchanged() => RepaintCheck.CheckFutureMutation(Create, Series(), seed: 33, cuts: 30);

    [Fact]
    public void KnownAt_EveryEvent_IsTheBarBeingProcessed()
    {
        var bars = Series();
        var analyzer = Create();
        for (var i = 0; i < bars.Length; i++)
        {
            var log = new StructureEventLog();
            analyzer.Update(bars[i], log);

            Assert.All(log.Events, item => Assert.Equal((i, bars[i].CloseTime), (item.KnownAtIndex, item.KnownAt)));
            Assert.True(i >= analyzer.WarmupBars - 1 || log.Events.Count == 0);
        }
    }

    [Fact]
    public void State_SavedAtRandomPoints_ContinuesBitForBit()
    {
        var bars = Series();
        var random = new Random(34);
        var whole = RepaintCheck.Run(Create(), bars);
        for (var i = 0; i < 30; i++)
        {
            var cut = random.Next(bars.Length);
            var first = Create();
            var before = RepaintCheck.Run(first, bars.Take(cut));
            var saved = StateBytes.Save(first);
            var second = StateBytes.Load(Create(), saved);

            Assert.Equal(saved, StateBytes.Save(second));
            Sequences.AssertEqual(whole, before.Concat(RepaintCheck.Run(second, bars.Skip(cut))));
        }
    }

    [Fact]
    public void Reset_AfterBars_BehavesAsNew()
    {
        var bars = Series();
        var used = Create();
        RepaintCheck.Run(used, bars.Take(1_234));
        used.Reset();

        Sequences.AssertEqual(RepaintCheck.Run(Create(), bars), RepaintCheck.Run(used, bars));
    }

    [Fact]
    public void Final_Items_NeverChangeAgain()
    {
        var finalSwings = new HashSet<int>();
        var finalBreaks = new HashSet<int>();
        foreach (var item in RepaintCheck.Run(Create(), Series()))
        {
            switch (item.Kind)
            {
                case StructureEventKind.SwingFinal:
                    Assert.True(finalSwings.Add(item.OriginIndex));
                    break;
                case StructureEventKind.SwingSuperseded:
                    Assert.DoesNotContain(item.OriginIndex, finalSwings);
                    break;
                case StructureEventKind.BreakFinal:
                    Assert.True(finalBreaks.Add(item.OriginIndex));
                    break;
                case StructureEventKind.BreakCancelled:
                    Assert.DoesNotContain(item.OriginIndex, finalBreaks);
                    break;
            }
        }
    }
}

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
