using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class BollingerBandsTests : BarStepConformance<BollingerReading>
{
    [Fact]
    public void Update_TwoCloses_IsMeanAndPopulationDeviation()
    {
        var bands = new BollingerBands(2, 2);
        bands.Update(TestBars.Flat(0, 10));

        Assert.Equal(new BollingerReading(11, 13, 9, 0.75, 1, 4.0 / 11), bands.Update(TestBars.Flat(1, 12)));
    }

    [Fact]
    public void Update_Flat_HasNoPlaceBetweenTheBands()
    {
        var bands = new BollingerBands(2, 2);
        bands.Update(TestBars.Flat(0, 10));

        Assert.Equal(new BollingerReading(10, 10, 10, null, null, 0), bands.Update(TestBars.Flat(1, 10)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void Constructor_MultipleOutOfRange_Throws(double multiple) => Assert.Throws<ArgumentOutOfRangeException>(() => new BollingerBands(20, multiple));

    [Fact]
    public void LoadState_OtherMultiple_Throws() =>
        Assert.Throws<InvalidDataException>(() => StateBytes.Load(new BollingerBands(20, 2), StateBytes.Save(new BollingerBands(20, 3))));

    protected override IBarStep<BollingerReading> Create() => new BollingerBands();

    protected override IEnumerable<double> Values(BollingerReading reading) =>
        [reading.Middle, reading.Upper, reading.Lower, reading.PercentB ?? 0, reading.ZScore ?? 0, reading.Width];
}
