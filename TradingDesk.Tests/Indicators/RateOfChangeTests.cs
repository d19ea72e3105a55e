using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class RateOfChangeTests : BarStepConformance<ChangeReading>
{
    [Fact]
    public void Update_TwoBarsOn_IsTheShareOfTheEarlierClose()
    {
        var change = new RateOfChange(2);
        change.Update(TestBars.Flat(0, 10));
        Assert.Null(change.Update(TestBars.Flat(1, 99)));

        Assert.Equal(new ChangeReading(5, 0.5), change.Update(TestBars.Flat(2, 15)));
    }

    [Fact]
    public void Constructor_LookBackBeyondTheWindow_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new RateOfChange(10_000));

    protected override IBarStep<ChangeReading> Create() => new RateOfChange(14);

    protected override IEnumerable<double> Values(ChangeReading reading) => [reading.Change, reading.Fraction];
}
