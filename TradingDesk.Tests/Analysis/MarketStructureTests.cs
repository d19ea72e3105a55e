using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Golden;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis;

public sealed class MarketStructureConformanceTests : StructureConformance
{
    protected override IAnalyzer<StructureEvent> Create() => MarketStructureTests.Create();
}

public sealed class MarketStructureJoinedGapsConformanceTests : StructureConformance
{
    protected override IAnalyzer<StructureEvent> Create() =>
        new MarketStructure(new StructureOptions { SwingLength = 2, JoinConsecutiveGaps = true, BlocksBreakByBody = true }, new LiquidityOptions { PoolToleranceAtr = 0.5, SweepAtr = 0 });
}

public sealed class MarketStructureTightBoundsConformanceTests : StructureConformance
{
    protected override IAnalyzer<StructureEvent> Create() => new MarketStructure(
        new StructureOptions { SwingLength = 1, MaxOpenGaps = 16, MaxOrderBlocks = 16, MaxWaitingPatterns = 16, MaxKnownBreaks = 16 }, new LiquidityOptions { MaxPools = 16, MaxSweepLevels = 1 });
}

public sealed class MarketStructureHourlyConformanceTests : StructureConformance
{
    protected override Bar[] Series() => TestBars.Walk(1_100, seed: 35, timeframe: Timeframe.H1);

    protected override IAnalyzer<StructureEvent> Create() => MarketStructureTests.Create();
}

public sealed class MarketStructureTests
{
    public static MarketStructure Create() => new(new StructureOptions(), new LiquidityOptions());

    [SharedDataTheory(SmcReference.Bars)]
    [InlineData(1)]
    [InlineData(5)]
    public void Prefix_RealBars_HasTheSameEvents(int length) => RepaintCheck.CheckPrefixes(
        () => new MarketStructure(new StructureOptions { SwingLength = length }, new LiquidityOptions()), TestBars.Eurusd()[..8_000], seed: 60 + length, cuts: 10);

    [SharedDataFact(SmcReference.Bars)]
    public void EveryFamily_RealBars_HasEvents()
    {
        var kinds = RepaintCheck.Run(Create(), TestBars.Eurusd()).Select(item => item.Kind).ToHashSet();

        Assert.Equal(Enum.GetValues<StructureEventKind>().Where(kind => kind != StructureEventKind.GapMerged), kinds.Order());
    }

    [Fact]
    public void Update_LateOrDuplicateBar_IsCountedAndChangesNothing()
    {
        var bars = TestBars.Walk(500, seed: 61);
        var market = Create();
        var log = new StructureEventLog();
        foreach (var bar in bars)
        {
            market.Update(bar, log);
        }

        var before = log.Events.Count;
        market.Update(bars[^1], log);
        market.Update(bars[17], log);

        Assert.Equal(2, market.LateBars);
        Assert.Equal(before, log.Events.Count);
        Assert.Equal(bars.Length, market.Swings.Bars);
    }

    [Fact]
    public void Memory_TightBounds_DropsAreCounted()
    {
        var market = new MarketStructure(
            new StructureOptions { SwingLength = 1, MaxOpenGaps = 16, MaxOrderBlocks = 16 }, new LiquidityOptions { MaxPools = 16, MaxSweepLevels = 1, PoolToleranceAtr = 0 });

        // Always upwards with pull-backs: bullish gaps and blocks are left behind and never met again.
        RepaintCheck.Run(market, Enumerable.Range(0, 3_000).Select(i => Step(i, i % 8 == 7)));

        Assert.All((long[])[market.DroppedGaps, market.DroppedBlocks, market.Liquidity.DroppedSweepLevels, market.Liquidity.DroppedPools], dropped => Assert.True(dropped > 0));
        Assert.InRange(market.OpenGaps(Direction.Bullish).Count(), 1, 16);
        Assert.InRange(market.LiveBlocks(Direction.Bullish).Count, 1, 16);
    }

    [Fact]
    public void Update_Warm_AllocatesNothing()
    {
        var bars = TestBars.Walk(60_000, seed: 62);
        var market = new MarketStructure(new StructureOptions { SwingLength = 3 }, new LiquidityOptions());
        var sink = new CountingSink();
        Feed(market, bars.AsSpan(0, 30_000), sink);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Feed(market, bars.AsSpan(30_000), sink);

        // Lists may still grow now and then; nothing goes with the bars.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.True(sink.Count > 30_000);
    }

    private static Bar Step(int index, bool down)
    {
        var price = 100 + (index * 2.0) - (down ? 6 : 0);
        return down ? TestBars.Make(index, price + 3, price + 3.5, price - 1, price) : TestBars.Make(index, price, price + 1.5, price - 0.2, price + 1.4);
    }

    private static void Feed(MarketStructure market, ReadOnlySpan<Bar> bars, CountingSink sink)
    {
        foreach (ref readonly var bar in bars)
        {
            market.Update(bar, sink);
        }
    }

    private sealed class CountingSink : IEventSink<StructureEvent>
    {
        public int Count { get; private set; }

        public void Add(in StructureEvent item) => Count++;
    }
}
