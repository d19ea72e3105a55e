using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class RollingVwapTests : BarStepConformance<double>
{
    [Fact]
    public void Update_RandomBars_EqualsTheSumOverTheWindow()
    {
        const int Window = 7;
        var bars = TestBars.Walk(500, seed: 21);
        var vwap = new RollingVwap(Window);
        for (var i = 0; i < bars.Length; i++)
        {
            var reading = vwap.Update(bars[i]);
            if (i >= Window - 1)
            {
                var window = bars[(i - Window + 1)..(i + 1)];
                Assert.Equal(window.Sum(b => b.TypicalPrice * b.Volume) / window.Sum(b => b.Volume), reading!.Value, 1e-9);
            }
        }
    }

    [Fact]
    public void Update_NoVolume_IsThePlainMean()
    {
        var vwap = new RollingVwap(2);
        vwap.Update(TestBars.Flat(0, 10, volume: 0));

        Assert.Equal(15, vwap.Update(TestBars.Flat(1, 20, volume: 0)));
    }

    protected override IBarStep<double> Create() => new RollingVwap(60);

    protected override IEnumerable<double> Values(double reading) => [reading];
}
