using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Conformance;

/// <summary>What every indicator must keep to, inherited by its tests: warm-up, reset, no look-ahead, exact state, no NaN, no allocation.</summary>
public abstract class BarStepConformance<TReading>
    where TReading : struct, IEquatable<TReading>
{
    private const int Bars = 3_000;

    protected abstract IBarStep<TReading> Create();

    /// <summary>The numbers of a reading, all of which must be finite.</summary>
    protected abstract IEnumerable<double> Values(TReading reading);

    [Fact]
    public void Update_WarmingUp_IsNullUntilWarmupBars()
    {
        var step = Create();
        var readings = Run(step, TestBars.Walk(step.WarmupBars + 50, seed: 1).Select(WithVolume));

        Assert.All(readings.Take(step.WarmupBars - 1), reading => Assert.Null(reading));
        Assert.All(readings.Skip(step.WarmupBars - 1), reading => Assert.NotNull(reading));
    }

    [Fact]
    public void Update_AnyBars_ReturnsCurrentAndNeverNaN()
    {
        var step = Create();
        foreach (var bar in AwkwardBars.All())
        {
            var reading = step.Update(bar);

            Assert.Equal(reading, step.Current);
            Assert.All(reading is { } value ? Values(value) : [], number => Assert.True(double.IsFinite(number)));
        }
    }

    [Fact]
    public void Reset_AfterBars_BehavesAsNew()
    {
        var bars = TestBars.Walk(Bars, seed: 2);
        var used = Create();
        Run(used, TestBars.Walk(777, seed: 3));
        used.Reset();

        Assert.Null(used.Current);
        Assert.Equal(Run(Create(), bars), Run(used, bars));
    }

    [Fact]
    public void Update_FutureMutated_EarlierReadingsUnchanged()
    {
        var bars = TestBars.Walk(Bars, seed: 4);
        var whole = Run(Create(), bars);
        foreach (var cut in Cuts(seed: 5, 20))
        {
            var mutated = bars.Take(cut).Concat(TestBars.Walk(Bars, seed: 1_000 + cut).Skip(cut));

            Assert.Equal(whole.Take(cut), Run(Create(), mutated).Take(cut));
        }
    }

    [Fact]
    public void State_SavedAtRandomPoints_ContinuesBitForBit()
    {
        var bars = TestBars.Walk(Bars, seed: 6);
        var whole = Run(Create(), bars);
        foreach (var cut in Cuts(seed: 7, 50))
        {
            var first = Create();
            Run(first, bars.Take(cut));
            var saved = StateBytes.Save(first);
            var second = StateBytes.Load(Create(), saved);

            Assert.Equal(saved, StateBytes.Save(second));
            Assert.Equal(first.Current, second.Current);
            Assert.Equal(whole.Skip(cut), Run(second, bars.Skip(cut)));
        }
    }

    [Fact]
    public void Update_Warm_AllocatesNothing()
    {
        var bars = TestBars.Walk(Bars, seed: 8);
        var step = Create();
        Feed(step, bars);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Feed(step, bars);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Feed(IBarStep<TReading> step, Bar[] bars)
    {
        foreach (ref readonly var bar in bars.AsSpan())
        {
            step.Update(bar);
        }
    }

    private static TReading?[] Run(IBarStep<TReading> step, IEnumerable<Bar> bars) => [.. bars.Select(bar => step.Update(bar))];

    private static IEnumerable<int> Cuts(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.Next(0, Bars));
    }

    private static Bar WithVolume(Bar bar) => new(
        bar.Timeframe, bar.OpenTime, open: bar.Open, high: bar.High, low: bar.Low, close: bar.Close, volume: 1, buyVolume: 0, tickCount: 1, source: bar.Source, flags: bar.Flags);
}
