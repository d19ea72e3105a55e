using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;
using Direction = TradingDesk.Core.Analysis.Structure.Direction;

namespace TradingDesk.Tests.Analysis.Liquidity;

/// <summary>A high at 110 and a low at 90 are watched; the ATR is 10, so 1.5 beyond is needed.</summary>
public sealed class SweepTests
{
    private readonly SweepDetector _sweeps = new(new LiquidityOptions());
    private readonly StructureEventLog _log = new();
    private int _index;

    public SweepTests()
    {
        for (var i = 0; i < 20; i++)
        {
            Add(100, 101, 99, 100, volume: 10);
        }

        _sweeps.Watch(Direction.Bullish, new SweepLevel(StructureTag.Day, 110, 3, TestBars.Start));
        _sweeps.Watch(Direction.Bearish, new SweepLevel(StructureTag.Swing, 90, 4, TestBars.Start));
    }

    [Fact]
    public void Sweep_FarEnoughAndBackInside_IsKnownAtItsClose()
    {
        Add(108, 111.5, 107, 109, volume: 15);

        var sweep = Assert.Single(_log.Events);
        Assert.Equal((StructureEventKind.SweepKnown, Direction.Bullish, StructureTag.Day, 3, 20), (sweep.Kind, sweep.Direction, sweep.Tag, sweep.OriginIndex, sweep.KnownAtIndex));
        Assert.Equal((110.0, 111.5, 110.0, 15.0, 0.7), (sweep.Level, sweep.Top, sweep.Bottom, sweep.Amount, sweep.Ratio));
    }

    [Theory]
    [InlineData(111.4, 109, "not far enough")]
    [InlineData(113, 110, "closes on the level")]
    [InlineData(113, 111, "closes beyond: broken, not swept")]
    public void NoSweep_Otherwise(double high, double close, string why)
    {
        Add(108, high, 107, close);

        Assert.True(_log.Events.Count == 0, why);
    }

    [Fact]
    public void Level_ClosedBeyond_IsGone()
    {
        Add(108, 113, 107, 111);
        Add(108, 113, 107, 109);

        Assert.Empty(_log.Events);
    }

    [Fact]
    public void Level_Swept_IsGone()
    {
        Add(108, 112, 107, 109);
        Add(109, 113, 108, 109.5);

        Assert.Single(_log.Of(StructureEventKind.SweepKnown));
    }

    [Theory]
    [InlineData(new[] { 108.0, 108.0, 106.5 }, StructureEventKind.SweepConfirmed, 23)]
    [InlineData(new[] { 106.9 }, StructureEventKind.SweepConfirmed, 21)]
    [InlineData(new[] { 108.0, 108.0, 107.0 }, StructureEventKind.SweepFailed, 23)]
    [InlineData(new[] { 108.0, 112.5 }, StructureEventKind.SweepFailed, 22)]
    public void Sweep_ThreeBars_ConfirmOrFailIt(double[] closes, StructureEventKind outcome, int at)
    {
        Add(108, 112, 107, 109);
        foreach (var close in closes)
        {
            Add(close, close, close, close);
        }

        var last = _log.Events[^1];
        Assert.Equal((outcome, at, 20), (last.Kind, last.KnownAtIndex, last.BrokenIndex));
        Assert.NotNull(last.FinalAt);
    }

    [Fact]
    public void SweepOfALow_IsTheMirror()
    {
        Add(92, 93, 88.5, 91);
        Add(92, 93.5, 92, 93.1);

        Assert.Equal([(StructureEventKind.SweepKnown, 0.5), (StructureEventKind.SweepConfirmed, 0.5)], _log.Events.Select(item => (item.Kind, item.Ratio)));
        Assert.All(_log.Events, item => Assert.Equal((Direction.Bearish, 90.0, 88.5), (item.Direction, item.Top, item.Bottom)));
    }

    [Fact]
    public void Sweep_AtrUnknown_IsNone()
    {
        var bar = TestBars.Make(_index, 108, 115, 107, 109);
        _sweeps.Update(bar, atr: null, new BarContext(_index, bar, _log));

        Assert.Empty(_log.Events);
    }

    private void Add(double open, double high, double low, double close, double volume = 10)
    {
        var bar = TestBars.Make(_index, open, high, low, close, volume);
        _sweeps.Update(bar, atr: 10, new BarContext(_index++, bar, _log));
    }
}
