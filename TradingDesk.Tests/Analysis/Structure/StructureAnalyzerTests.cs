using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Golden;
using TradingDesk.Tests.Support;
using Direction = TradingDesk.Core.Analysis.Structure.Direction;

namespace TradingDesk.Tests.Analysis.Structure;

public sealed class StructureAnalyzerLength1Tests : StructureConformance
{
    protected override IAnalyzer<StructureEvent> Create() => new StructureAnalyzer(new StructureOptions { SwingLength = 1 });
}

public sealed class StructureAnalyzerLength5Tests : StructureConformance
{
    protected override IAnalyzer<StructureEvent> Create() => new StructureAnalyzer(new StructureOptions());
}

public sealed class StructureAnalyzerDisplacementTests : StructureConformance
{
    protected override IAnalyzer<StructureEvent> Create() => new StructureAnalyzer(new StructureOptions { SwingLength = 3, DisplacementAtr = 0.25, Parity = true });
}

public sealed class StructureAnalyzerTests
{
    [SharedDataTheory(SmcReference.Bars)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Prefix_RealBars_HasTheSameEvents(int length)
    {
        var bars = TestBars.Eurusd();
        RepaintCheck.CheckPrefixes(() => new StructureAnalyzer(new StructureOptions { SwingLength = length }), bars, seed: 41 + length, cuts: 10);
    }

    [Fact]
    public void UncancelledBreaksAndSwings_AnyPrefixOfAnySeries_EqualBatch()
    {
        var random = new Random(42);
        for (var i = 0; i < 60; i++)
        {
            var length = random.Next(1, 8);
            var bars = TestBars.Walk(random.Next(1, 700), seed: 100 + i, tick: 0.25);
            var analyzer = new StructureAnalyzer(new StructureOptions { SwingLength = length, Parity = i % 2 == 0 });
            var log = new StructureEventLog();
            foreach (var bar in bars)
            {
                analyzer.Update(bar, log);
            }

            var finals = log.Of(StructureEventKind.SwingFinal).Select(item => new BatchStructure.BatchSwing(item.OriginIndex, item.Direction, item.Level));
            var swings = analyzer.ProvisionalSwing is { } last ? finals.Append(new BatchStructure.BatchSwing(last.Index, last.Direction, last.Level)) : finals;
            var breaks = log.UncancelledBreaks().Select(item => new BatchStructure.BatchBreak(item.OriginIndex, item.Break, item.Direction, item.Level, item.BrokenIndex));

            Assert.Equal(BatchStructure.Swings(bars, length), swings);
            Assert.Equal(BatchStructure.Breaks(bars, length, parity: i % 2 == 0), breaks);
        }
    }

    [Fact]
    public void Control_SwingsThatLookAhead_AreCaughtByThePrefixCheck() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(
        () => RepaintCheck.CheckPrefixes(() => new ShiftedSwings(5), TestBars.Walk(1_000, seed: 43), seed: 44, cuts: 40));

    [Fact]
    public void Control_SwingsThatLookAhead_AreCaughtByFutureMutation() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(
        () => RepaintCheck.CheckFutureMutation(() => new ShiftedSwings(5), TestBars.Walk(1_000, seed: 43), seed: 45, cuts: 40));

    [Fact]
    public void LiveBreak_DisplacementFilter_NeedsTheDistance()
    {
        var bars = TestBars.Walk(3_000, seed: 46);
        var all = StructureEventLog.Run(new StructureOptions(), bars).Of(StructureEventKind.LiveBreak).ToArray();
        var filtered = StructureEventLog.Run(new StructureOptions { DisplacementAtr = 0.25 }, bars).Of(StructureEventKind.LiveBreak).ToArray();

        Assert.InRange(filtered.Length, 1, all.Length - 1);
        var atr = new Core.Indicators.Atr();
        double?[] readings = [.. bars.Select(bar => atr.Update(bar))];
        Assert.All(filtered, item => Assert.True(Math.Abs(bars[item.BrokenIndex].Close - item.Level) >= 0.25 * readings[item.BrokenIndex - 1]!.Value));
    }

    [Fact]
    public void ReadOnlyState_AfterBars_SumsUpTheLog()
    {
        var analyzer = new StructureAnalyzer(new StructureOptions { RecentBreaks = 7 });
        var log = new StructureEventLog();
        foreach (var bar in TestBars.Walk(3_000, seed: 47))
        {
            analyzer.Update(bar, log);
            var recent = log.Of(StructureEventKind.LiveBreak).TakeLast(7).ToArray();
            Assert.Equal(recent.Count(item => item.Direction == Direction.Bullish), analyzer.BullishBreaks);
            Assert.Equal(recent.Count(item => item.Direction == Direction.Bearish), analyzer.BearishBreaks);
            Assert.Equal(recent.Length == 0 ? null : recent[^1], analyzer.LastLiveBreak);
        }

        var highs = log.Of(StructureEventKind.SwingFinal).Where(item => item.Direction == Direction.Bullish).TakeLast(2).ToArray();
        Assert.Equal(highs[^1].OriginIndex, analyzer.LastFinalHigh!.Value.Index);
        Assert.Equal(0, analyzer.DroppedPatterns);
    }

    [Fact]
    public void Memory_SmallestBounds_KeepTheUncancelledBreaks()
    {
        var bars = TestBars.Walk(20_000, seed: 48);
        var roomy = StructureEventLog.Run(new StructureOptions { SwingLength = 2 }, bars);
        var tight = StructureEventLog.Run(new StructureOptions { SwingLength = 2, MaxWaitingPatterns = 16, MaxKnownBreaks = 16 }, bars);

        Assert.Equal(
            roomy.UncancelledBreaks().Select(item => (item.OriginIndex, item.BrokenIndex)), tight.UncancelledBreaks().Select(item => (item.OriginIndex, item.BrokenIndex)));
    }

    [Fact]
    public void Update_Warm_AllocatesNothing()
    {
        var bars = TestBars.Walk(30_000, seed: 49);
        var analyzer = new StructureAnalyzer(new StructureOptions { SwingLength = 3 });
        var sink = new CountingSink();
        Feed(analyzer, bars, sink);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Feed(analyzer, bars, sink);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.True(sink.Count > 10_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    public void Constructor_SwingLengthOutOfRange_Throws(int length) =>
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => new StructureAnalyzer(new StructureOptions { SwingLength = length }));

    private static void Feed(StructureAnalyzer analyzer, Bar[] bars, CountingSink sink)
    {
        foreach (ref readonly var bar in bars.AsSpan())
        {
            analyzer.Update(bar, sink);
        }
    }

    private sealed class CountingSink : IEventSink<StructureEvent>
    {
        public int Count { get; private set; }

        public void Add(in StructureEvent item) => Count++;
    }
}
