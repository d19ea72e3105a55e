using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class StandardDeviationTests : BarStepConformance<DeviationReading>
{
    [Fact]
    public void Update_TwoCloses_DividesByTheirNumber()
    {
        var deviation = new StandardDeviation(2);
        deviation.Update(TestBars.Flat(0, 10));

        Assert.Equal(new DeviationReading(1, 11, 1), deviation.Update(TestBars.Flat(1, 12)));
        Assert.Equal(new DeviationReading(0, 12, null), deviation.Update(TestBars.Flat(2, 12)));
    }

    protected override IBarStep<DeviationReading> Create() => new StandardDeviation(20);

    protected override IEnumerable<double> Values(DeviationReading reading) => [reading.Deviation, reading.Mean, reading.ZScore ?? 0];
}
