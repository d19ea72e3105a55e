using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class AtrTests : BarStepConformance<double>
{
    [Fact]
    public void Update_Gap_CountsInTrueRange()
    {
        var atr = new Atr(1);

        Assert.Null(atr.Update(TestBars.Flat(0, 100)));
        Assert.Equal(11, atr.Update(TestBars.Make(1, open: 110, high: 111, low: 109, close: 110)));
        Assert.Equal(12, atr.Update(TestBars.Make(2, open: 99, high: 100, low: 98, close: 99)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void Constructor_PeriodOutOfRange_Throws(int period) => Assert.Throws<ArgumentOutOfRangeException>(() => new Atr(period));

    [Fact]
    public void LoadState_OtherPeriod_Throws() =>
        Assert.Throws<InvalidDataException>(() => StateBytes.Load(new Atr(7), StateBytes.Save(new Atr(14))));

    protected override IBarStep<double> Create() => new Atr();

    protected override IEnumerable<double> Values(double reading) => [reading];
}
