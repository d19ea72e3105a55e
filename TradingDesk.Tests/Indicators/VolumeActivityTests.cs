using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class VolumeActivityTests : BarStepConformance<VolumeReading>
{
    [Fact]
    public void Update_ThirdBar_IsHeldAgainstTheTwoBefore()
    {
        var volume = new VolumeActivity(2);
        volume.Update(TestBars.Flat(0, 10, volume: 4));
        Assert.Null(volume.Update(TestBars.Flat(1, 10, volume: 8)));

        Assert.Equal(new VolumeReading(6, 2, 2, 3), volume.Update(TestBars.Flat(2, 10, volume: 12)));
    }

    [Fact]
    public void Update_NoVolumeBefore_HasNeitherRatioNorScore()
    {
        var volume = new VolumeActivity(1);
        volume.Update(TestBars.Flat(0, 10, volume: 0));

        Assert.Equal(new VolumeReading(0, 0, null, null), volume.Update(TestBars.Flat(1, 10, volume: 12)));
    }

    protected override IBarStep<VolumeReading> Create() => new VolumeActivity();

    protected override IEnumerable<double> Values(VolumeReading reading) => [reading.Mean, reading.Deviation, reading.Ratio ?? 0, reading.ZScore ?? 0];
}
