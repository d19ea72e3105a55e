using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Ranges;
using TradingDesk.Tests.Support;
using Direction = TradingDesk.Core.Analysis.Structure.Direction;

namespace TradingDesk.Tests.Analysis.Structure.Ranges;

public sealed class DealingRangeTests
{
    private readonly DealingRange _range = new();
    private readonly StructureEventLog _log = new();
    private int _index = 10;

    [Fact]
    public void Reading_HighIsNewer_MeasuresBackFromTheHigh()
    {
        Add(105, 106, 104, final: new Swing(Direction.Bearish, 2, TestBars.Start, 100));
        Assert.Null(_range.Current);
        Add(118, 119, 115, final: new Swing(Direction.Bullish, 6, TestBars.Start, 120));
        Add(108, 112, 106);
        Add(111, 113, 109);

        var reading = _range.Current!.Value;
        Assert.Equal((Direction.Bullish, 120.0, 100.0), (reading.Direction, reading.Top, reading.Bottom));
        Assert.Equal((0.55, 0.55, 0.70), (Math.Round(reading.Position, 10), Math.Round(reading.Current, 10), Math.Round(reading.Deepest, 10)));
    }

    [Fact]
    public void Range_Replaced_EndsWithItsDeepest()
    {
        Add(105, 106, 104, final: new Swing(Direction.Bearish, 2, TestBars.Start, 100));
        Add(118, 119, 115, final: new Swing(Direction.Bullish, 6, TestBars.Start, 120));
        Add(100, 101, 98);
        Add(105, 110, 104, final: new Swing(Direction.Bearish, 12, TestBars.Start, 98));

        Assert.Equal([StructureEventKind.RangeKnown, StructureEventKind.RangeEnded, StructureEventKind.RangeKnown], _log.Events.Select(item => item.Kind));
        Assert.Equal((1.1, 6, 12), (Math.Round(_log.Events[1].Ratio, 10), _log.Events[1].OriginIndex, _log.Events[1].CauseIndex));

        // Back from the low of 98 to 110 of 120.
        Assert.Equal((Direction.Bearish, 0.5455), (_range.Current!.Value.Direction, Math.Round(_range.Current.Value.Current, 4)));
    }

    [Fact]
    public void Range_HighBelowLow_IsNone()
    {
        Add(105, 106, 104, final: new Swing(Direction.Bearish, 2, TestBars.Start, 100));
        Add(95, 96, 94, final: new Swing(Direction.Bullish, 6, TestBars.Start, 99));

        Assert.Null(_range.Current);
        Assert.Empty(_log.Events);
    }

    private void Add(double close, double high, double low, Swing? final = null)
    {
        var bar = TestBars.Make(_index, close, high, low, close);
        _range.Update(bar, final, new BarContext(_index++, bar, _log));
    }
}
