using TradingDesk.Core.Analysis.Momentum;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.Momentum;

public sealed class MomentumDecayTests : BarStepConformance<DecayReading>
{
    [Fact]
    public void Update_NewHighAfterAWeakerRise_Decays()
    {
        double[] closes = [.. Enumerable.Repeat(100.0, 50), 105, 110, 115, 113, 111, 109, 110, 111, 112, 113, 114, 115.1];
        var reading = Run(closes);

        Assert.Equal(new DecayReading(Direction.Bullish, RsiDecays: true, MacdDecays: true), reading);
    }

    [Fact]
    public void Update_NewHighOfARiseThatAccelerates_DoesNotDecay()
    {
        double[] closes = [.. Enumerable.Range(0, 50).Select(i => 100.0 + (i % 2)), .. Enumerable.Range(1, 12).Select(i => 100.0 + (i * i))];

        Assert.Equal(new DecayReading(Direction.Bullish, RsiDecays: false, MacdDecays: false), Run(closes));
    }

    [Fact]
    public void Update_EqualHigh_IsNoNewExtreme()
    {
        double[] closes = [.. Enumerable.Repeat(100.0, 50), 105, 110, 115, 113, 111, 115];

        Assert.Equal(default, Run(closes));
    }

    [Fact]
    public void Update_NewLowAfterAWeakerFall_Decays()
    {
        double[] closes = [.. Enumerable.Repeat(100.0, 50), 95, 90, 85, 87, 89, 91, 90, 89, 88, 87, 86, 84.9];

        Assert.Equal(new DecayReading(Direction.Bearish, RsiDecays: true, MacdDecays: true), Run(closes));
    }

    protected override IBarStep<DecayReading> Create() => new MomentumDecay();

    protected override IEnumerable<double> Values(DecayReading reading) => [(int)reading.Move];

    private static DecayReading Run(double[] closes)
    {
        var decay = new MomentumDecay();
        for (var i = 0; i < closes.Length; i++)
        {
            decay.Update(TestBars.Flat(i, closes[i]));
        }

        return decay.Current!.Value;
    }
}
