using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class SuperTrendTests : BarStepConformance<SuperTrendReading>
{
    [Fact]
    public void Update_CloseThroughTheBand_TurnsAndTheBandOnlyNarrows()
    {
        var trend = new SuperTrend(1, 1);
        trend.Update(TestBars.Make(0, 10, 11, 9, 10));

        // ATR 2, mid 11: bands 13 and 9, close at the middle: bullish.
        Assert.Equal(new SuperTrendReading(9, true), trend.Update(TestBars.Make(1, 11, 12, 10, 11)));

        // ATR 4, mid 12: the lower band would fall to 8 and stays.
        Assert.Equal(new SuperTrendReading(9, true), trend.Update(TestBars.Make(2, 11, 14, 10, 12)));

        // Close at the band: bearish; ATR 4, mid 10: the upper band comes down from 13 no further than 14 allows.
        Assert.Equal(new SuperTrendReading(13, false), trend.Update(TestBars.Make(3, 12, 12, 8, 9)));
    }

    protected override IBarStep<SuperTrendReading> Create() => new SuperTrend();

    protected override IEnumerable<double> Values(SuperTrendReading reading) => [reading.Value];
}
