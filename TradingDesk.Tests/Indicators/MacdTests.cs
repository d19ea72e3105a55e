using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class MacdTests : BarStepConformance<MacdReading>
{
    [Fact]
    public void Update_ShortPeriods_FollowsTheFormula()
    {
        var macd = new Macd(fast: 1, slow: 2, signal: 2);
        Assert.Null(macd.Update(TestBars.Flat(0, 10)));

        // Fast is the close itself; slow starts at the mean 15 and then closes two thirds of the distance.
        Assert.Equal(new MacdReading(5, null), macd.Update(TestBars.Flat(1, 20)));
        var reading = macd.Update(TestBars.Flat(2, 30))!.Value;

        Assert.Equal(5, reading.Macd, 1e-12);
        Assert.Equal(5, reading.Signal!.Value, 1e-12);
        Assert.Equal(0, reading.Histogram!.Value, 1e-12);
    }

    [Fact]
    public void Constructor_FastNotBelowSlow_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new Macd(26, 26));

    protected override IBarStep<MacdReading> Create() => new Macd();

    protected override IEnumerable<double> Values(MacdReading reading) => reading.Signal is { } signal ? [reading.Macd, signal, reading.Histogram!.Value] : [reading.Macd];
}
