using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class AnchoredVwapTests : BarStepConformance<double>
{
    [Fact]
    public void Update_UsOpen_StartsAnewAtHalfPastOne()
    {
        var vwap = new AnchoredVwap(SessionAnchor.UsOpen);
        vwap.Update(TestBars.Flat(808, 100, volume: 3));
        Assert.Equal(125, vwap.Update(TestBars.Flat(809, 200, volume: 1)));

        Assert.Equal(300, vwap.Update(TestBars.Flat(810, 300, volume: 7)));
    }

    protected override IBarStep<double> Create() => new AnchoredVwap(SessionAnchor.FirstBar);

    protected override IEnumerable<double> Values(double reading) => [reading];
}
