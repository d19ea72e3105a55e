using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class RsiTests : BarStepConformance<double>
{
    [Fact]
    public void Update_NoLoss_Is100()
    {
        var rsi = new Rsi(2);
        rsi.Update(TestBars.Flat(0, 10));
        rsi.Update(TestBars.Flat(1, 11));

        Assert.Equal(100, rsi.Update(TestBars.Flat(2, 12)));
    }

    [Fact]
    public void Update_NoGain_Is0()
    {
        var rsi = new Rsi(2);
        rsi.Update(TestBars.Flat(0, 12));
        rsi.Update(TestBars.Flat(1, 11));

        Assert.Equal(0, rsi.Update(TestBars.Flat(2, 10)));
    }

    protected override IBarStep<double> Create() => new Rsi();

    protected override IEnumerable<double> Values(double reading) => [reading];
}
