using TradingDesk.Core.Analysis;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Conformance;

/// <summary>What every analyzer of closed bars must keep to (DOMAIN C8), inherited by its tests: nothing repaints, state is exact, a warm step allocates nothing.</summary>
public abstract class AnalyzerConformance<TEvent>
    where TEvent : struct, IEquatable<TEvent>, ISavedEvent<TEvent>
{
    protected abstract IAnalyzer<TEvent> Create();

    protected abstract (int Index, Timestamp At) KnownAt(TEvent item);

    protected virtual Bar[] Series() => TestBars.Walk(3_000, seed: 41);

    [Fact]
    public void KnownAt_EveryEvent_IsTheBarBeingProcessed()
    {
        var bars = Series();
        var analyzer = Create();
        var any = false;
        for (var i = 0; i < bars.Length; i++)
        {
            var events = Run(analyzer, [bars[i]]);

            Assert.All(events, item => Assert.Equal((i, bars[i].CloseTime), KnownAt(item)));
            Assert.True(i >= analyzer.WarmupBars - 1 || events.Count == 0);
            any |= events.Count > 0;
        }

        Assert.True(any, "the series makes no event");
    }

    [Fact]
    public void Prefix_EveryCut_HasTheSameEvents()
    {
        var bars = Series();
        var whole = Run(Create(), bars);
        foreach (var cut in Cuts(seed: 42, bars.Length, 30))
        {
            Sequences.AssertEqual(whole.Where(e => KnownAt(e).Index < cut), Run(Create(), bars[..cut]));
        }
    }

    [Fact]
    public void Future_Randomised_LeavesKnownEventsUnchanged()
    {
        var bars = Series();
        var whole = Run(Create(), bars);
        foreach (var cut in Cuts(seed: 43, bars.Length, 15))
        {
            Bar[] mutated = [.. bars[..cut], .. TestBars.Walk(bars.Length, seed: 5_000 + cut)[cut..]];

            Sequences.AssertEqual(whole.Where(e => KnownAt(e).Index < cut), Run(Create(), mutated).Where(e => KnownAt(e).Index < cut));
        }
    }

    [Fact]
    public void State_SavedAtRandomPoints_ContinuesBitForBit()
    {
        var bars = Series();
        var whole = Run(Create(), bars);
        foreach (var cut in Cuts(seed: 44, bars.Length, 25))
        {
            var first = Create();
            var before = Run(first, bars[..cut]);
            var saved = StateBytes.Save(first);
            var second = StateBytes.Load(Create(), saved);

            Assert.Equal(saved, StateBytes.Save(second));
            Sequences.AssertEqual(whole, before.Concat(Run(second, bars[cut..])));
        }
    }

    [Fact]
    public void Event_SavedAndLoaded_IsTheSame()
    {
        var log = new RecentLog<TEvent>(64);
        foreach (var item in Run(Create(), Series()))
        {
            log.Add(item);
        }

        Assert.Equal(log.ToArray(), StateBytes.Load(new RecentLog<TEvent>(64), StateBytes.Save(log)).ToArray());
    }

    [Fact]
    public void Reset_AfterBars_BehavesAsNew()
    {
        var bars = Series();
        var used = Create();
        Run(used, bars[..777]);
        used.Reset();

        Sequences.AssertEqual(Run(Create(), bars), Run(used, bars));
    }

    [Fact]
    public virtual void Update_Warm_AllocatesNothing()
    {
        var bars = Series();
        var analyzer = Create();
        var sink = new RecentLog<TEvent>(64);
        Feed(analyzer, bars, sink);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Feed(analyzer, bars, sink);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Feed(IAnalyzer<TEvent> analyzer, Bar[] bars, IEventSink<TEvent> sink)
    {
        foreach (ref readonly var bar in bars.AsSpan())
        {
            analyzer.Update(bar, sink);
        }
    }

    private static List<TEvent> Run(IAnalyzer<TEvent> analyzer, Bar[] bars)
    {
        var sink = new ListSink();
        Feed(analyzer, bars, sink);
        return sink.Items;
    }

    private static IEnumerable<int> Cuts(int seed, int length, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.Next(0, length));
    }

    private sealed class ListSink : IEventSink<TEvent>
    {
        public List<TEvent> Items { get; } = [];

        public void Add(in TEvent item) => Items.Add(item);
    }
}
