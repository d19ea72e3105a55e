using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Blocks;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;
using Direction = TradingDesk.Core.Analysis.Structure.Direction;

namespace TradingDesk.Tests.Analysis.Structure.Blocks;

/// <summary>A block's life, bar by bar, on prices whose only swing high is 110 at bar 2 (swing length 1).</summary>
public sealed class OrderBlocksTests
{
    private readonly MarketStructure _market = new(new StructureOptions { SwingLength = 1 }, new LiquidityOptions());
    private readonly StructureEventLog _log = new();
    private int _index;

    [Fact]
    public void Cross_OfSwingHigh_MakesTheLowestBarBetweenABlockWithItsVolumes()
    {
        MakeBlock();

        var made = Assert.Single(_log.Of(StructureEventKind.BlockActive), item => item.Direction == Direction.Bullish);
        Assert.Equal((Direction.Bullish, 4, 2, 6), (made.Direction, made.OriginIndex, made.CauseIndex, made.KnownAtIndex));
        Assert.Equal((104.0, 100.0), (made.Top, made.Bottom));

        // Bars 6, 5 and 4 traded 30, 10 and 20; 20 against 40.
        Assert.Equal((60.0, 0.5), (made.Amount, made.Ratio));
        Assert.Null(made.FinalAt);
        Assert.Equal(OrderBlockStatus.Active, Assert.Single(_market.LiveBlocks(Direction.Bullish)).Status);
    }

    [Fact]
    public void Life_TouchedBrokenAndPassedAgain_GoesThroughAllStates()
    {
        MakeBlock();
        Add(112, 113, 104, 112);
        Assert.Equal(OrderBlockStatus.Mitigated, _market.LiveBlocks(Direction.Bullish)[0].Status);
        Add(112, 112, 99.5, 101);
        Assert.Equal(OrderBlockStatus.Breaker, _market.LiveBlocks(Direction.Bullish)[0].Status);
        Add(101, 104, 100, 103);
        Assert.Single(_market.LiveBlocks(Direction.Bullish));
        Add(103, 104.5, 102, 103);

        Assert.Empty(_market.LiveBlocks(Direction.Bullish));
        var life = _log.Events.Where(item => item.OriginIndex == 4 && item.CauseIndex == 2 && item.Direction == Direction.Bullish && item.Kind is >= StructureEventKind.BlockActive and <= StructureEventKind.BlockInvalidated);
        Assert.Equal(
            [(StructureEventKind.BlockActive, 6), (StructureEventKind.BlockMitigated, 7), (StructureEventKind.BlockBroken, 8), (StructureEventKind.BlockInvalidated, 10)],
            life.Select(item => (item.Kind, item.KnownAtIndex)));
    }

    [Fact]
    public void Break_InOneBar_IsAlsoMitigation()
    {
        MakeBlock();
        Add(112, 112, 99, 101);

        Assert.Equal([7, 7], _log.Events.Where(item => item.Kind is StructureEventKind.BlockMitigated or StructureEventKind.BlockBroken && item.Direction == Direction.Bullish).Select(item => item.BrokenIndex));
    }

    [Fact]
    public void BreakByBody_WickThrough_HoldsTheBlock()
    {
        var byBody = new MarketStructure(new StructureOptions { SwingLength = 1, BlocksBreakByBody = true }, new LiquidityOptions());
        foreach (var bar in BlockBars().Append(TestBars.Make(7, 112, 112, 99, 101)))
        {
            byBody.Update(bar, _log);
        }

        Assert.Equal(OrderBlockStatus.Mitigated, Assert.Single(byBody.LiveBlocks(Direction.Bullish)).Status);
    }

    private static IEnumerable<Bar> BlockBars() =>
    [
        TestBars.Make(0, 105, 106, 104, 105), TestBars.Make(1, 105, 108, 105, 107), TestBars.Make(2, 107, 110, 106, 108), TestBars.Make(3, 108, 108, 103, 104),
        TestBars.Make(4, 104, 104, 100, 102, volume: 20), TestBars.Make(5, 102, 109, 101, 108, volume: 10), TestBars.Make(6, 108, 113, 107, 112, volume: 30),
    ];

    private void MakeBlock()
    {
        foreach (var bar in BlockBars())
        {
            _market.Update(bar, _log);
            _index++;
        }
    }

    private void Add(double open, double high, double low, double close) => _market.Update(TestBars.Make(_index++, open, high, low, close), _log);
}
