using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class SmaTests : BarStepConformance<double>
{
    [Fact]
    public void Update_FourBars_IsTheMeanOfTheLastThree()
    {
        var sma = new Sma(3);
        sma.Update(TestBars.Flat(0, 10));
        Assert.Null(sma.Update(TestBars.Flat(1, 20)));
        Assert.Equal(20, sma.Update(TestBars.Flat(2, 30)));
        Assert.Equal(40, sma.Update(TestBars.Flat(3, 70)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void Constructor_PeriodOutOfRange_Throws(int period) => Assert.Throws<ArgumentOutOfRangeException>(() => new Sma(period));

    [Fact]
    public void LoadState_OtherPeriod_Throws() =>
        Assert.Throws<InvalidDataException>(() => StateBytes.Load(new Sma(7), StateBytes.Save(new Sma(14))));

    protected override IBarStep<double> Create() => new Sma(20);

    protected override IEnumerable<double> Values(double reading) => [reading];
}
