using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class AdxTests : BarStepConformance<AdxReading>
{
    [Fact]
    public void Update_OnlyRising_IsAllPlus()
    {
        var adx = new Adx(2);
        AdxReading? reading = null;
        for (var i = 0; i < 10; i++)
        {
            reading = adx.Update(TestBars.Make(i, 10 + i, 11 + i, 10 + i, 11 + i));
        }

        Assert.Equal(100, reading!.Value.PlusDi, 1e-9);
        Assert.Equal((0, 100, 100, 100), (reading.Value.MinusDi, reading.Value.Dx, reading.Value.Adx!.Value, reading.Value.Adxr!.Value));
    }

    [Fact]
    public void Update_Flat_IsZeroAndNotUndefined()
    {
        var adx = new Adx(2);
        for (var i = 0; i < 10; i++)
        {
            adx.Update(TestBars.Flat(i, 10));
        }

        Assert.Equal(new AdxReading(0, 0, 0, 0, 0), adx.Current);
    }

    [Fact]
    public void Update_ByHand_Period2()
    {
        var adx = new Adx(2);
        adx.Update(TestBars.Make(0, 10, 12, 10, 11));

        // +DM 2, TR 3; then −DM 3, TR 5: DI 25 and 37.5, DX 20.
        Assert.Null(adx.Update(TestBars.Make(1, 12, 14, 11, 13)));
        Assert.Equal(new AdxReading(25, 37.5, 20, null, null), adx.Update(TestBars.Make(2, 12, 13, 8, 9)));
    }

    protected override IBarStep<AdxReading> Create() => new Adx();

    protected override IEnumerable<double> Values(AdxReading reading) => [reading.PlusDi, reading.MinusDi, reading.Dx, reading.Adx ?? 0, reading.Adxr ?? 0];
}
