using TradingDesk.Core.Analysis.Momentum;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.Momentum;

public sealed class MomentumScoreTests : BarStepConformance<MomentumReading>
{
    [Theory]
    [InlineData(0.03, 1.3, 1.5, 1.2, 4, MomentumState.Strong, 1.0)]
    [InlineData(0.03, 1.3, 0.5, 1.0, 2, MomentumState.Strong, 0.8)]
    [InlineData(0.0, 1.0, 0.5, 1.2, 1, MomentumState.Normal, 0.7)]
    [InlineData(-0.02, 0.7, 0.5, 1.0, -2, MomentumState.Fading, 0.8)]
    [InlineData(-0.02, 0.7, -0.1, 1.0, -3, MomentumState.Fading, 0.9)]
    [InlineData(0.02, 1.2, 1.0, 1.15, 0, MomentumState.Normal, 0.7)]
    [InlineData(-0.01, 0.8, 0.0, 1.15, 0, MomentumState.Normal, 0.7)]
    public void For_Bullish_AddsThePoints(double slope, double range, double volume, double atr, int score, MomentumState state, double confidence)
    {
        var verdict = new MomentumReading(slope, range, volume, atr).For(Direction.Bullish);

        Assert.Equal((state, score), (verdict.State, verdict.Score));
        Assert.Equal(confidence, verdict.Confidence, 1e-12);
    }

    [Fact]
    public void For_Bearish_SeesTheSlopeTheOtherWayRound()
    {
        var reading = new MomentumReading(-0.03, 1.3, null, null);

        Assert.Equal((2, 0), (reading.For(Direction.Bearish).Score, reading.For(Direction.Bullish).Score));
    }

    /// <summary>The same market at a hundred times the price has the same momentum: nothing is in absolute units.</summary>
    [Fact]
    public void Update_ScaledPrices_SameReading()
    {
        var (small, large) = (new MomentumScore(), new MomentumScore());
        foreach (var bar in TestBars.Walk(300, seed: 51))
        {
            var first = small.Update(bar);
            var second = large.Update(new Bar(
                bar.Timeframe, bar.OpenTime, open: bar.Open * 128, high: bar.High * 128, low: bar.Low * 128, close: bar.Close * 128,
                volume: bar.Volume, buyVolume: 0, tickCount: bar.TickCount, source: bar.Source, flags: bar.Flags));

            Assert.Equal(first, second);
        }

        Assert.NotNull(small.Current);
    }

    [Fact]
    public void Update_EqualsTheFormulaOverTheWholeSeries()
    {
        var bars = TestBars.Walk(200, seed: 52);
        var score = new MomentumScore();
        var (macd, atr5, atr14) = (new Macd(), new Atr(5), new Atr(14));
        var histogram = new List<double?>();
        for (var i = 0; i < bars.Length; i++)
        {
            histogram.Add(macd.Update(bars[i])?.Histogram);
            atr5.Update(bars[i]);
            atr14.Update(bars[i]);
            var reading = score.Update(bars[i]);
            if (i < 35)
            {
                Assert.Null(reading);
                continue;
            }

            var before = bars[(i - 20)..i];
            var ranges = before.Select(b => b.Range).Order().ToArray();
            var mean = before.Average(b => b.Volume);
            var deviation = Math.Sqrt(before.Average(b => Math.Pow(b.Volume - mean, 2)));
            Assert.Equal((histogram[i] - histogram[i - 2]) / 2 / atr14.Current, reading!.Value.SlopeAtr);
            Assert.Equal(bars[i].Range / ((ranges[9] + ranges[10]) / 2), reading.Value.RangeRatio!.Value, 1e-12);
            Assert.Equal((bars[i].Volume - mean) / deviation, reading.Value.VolumeZ!.Value, 1e-9);
            Assert.Equal(atr5.Current / atr14.Current, reading.Value.AtrRatio);
        }
    }

    protected override IBarStep<MomentumReading> Create() => new MomentumScore();

    protected override IEnumerable<double> Values(MomentumReading reading) => [reading.SlopeAtr, reading.RangeRatio ?? 0, reading.VolumeZ ?? 0, reading.AtrRatio ?? 0];
}
