using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class EmaTests : BarStepConformance<double>
{
    [Fact]
    public void Update_ThreeBars_IsSeededWithTheMeanThenSmoothed()
    {
        var ema = new Ema(3);
        ema.Update(TestBars.Flat(0, 10));
        ema.Update(TestBars.Flat(1, 20));

        Assert.Equal(20, ema.Update(TestBars.Flat(2, 30)));
        Assert.Equal(30, ema.Update(TestBars.Flat(3, 40)));
    }

    protected override IBarStep<double> Create() => new Ema(20);

    protected override IEnumerable<double> Values(double reading) => [reading];
}
