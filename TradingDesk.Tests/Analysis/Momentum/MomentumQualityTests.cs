using TradingDesk.Core.Analysis.Momentum;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.Momentum;

public sealed class MomentumQualityTests : BarStepConformance<QualityReading>
{
    [Theory]
    [InlineData(1, MomentumGrade.Poor)]
    [InlineData(2, MomentumGrade.Fair)]
    [InlineData(3, MomentumGrade.Good)]
    [InlineData(4, MomentumGrade.Good)]
    [InlineData(5, MomentumGrade.Excellent)]
    public void Update_RisingCloses_AreGradedByTheirNumber(int rises, MomentumGrade grade)
    {
        var reading = Run([.. Balanced(20), .. Enumerable.Range(1, rises).Select(i => 100.0 + i)]);

        Assert.Equal(new QualityReading(Direction.Bullish, rises, grade), reading);
    }

    [Fact]
    public void Update_RiseInAFallingMarket_IsPoor()
    {
        var reading = Run([.. Enumerable.Range(0, 20).Select(i => 200.0 - (5 * i)), 105.1, 105.2, 105.3]);

        Assert.Equal((Direction.Bullish, 3, MomentumGrade.Poor), (reading.Direction, reading.Run, reading.Grade));
    }

    [Fact]
    public void Update_UnchangedClose_EndsTheRun()
    {
        var reading = Run([.. Balanced(20), 101, 102, 103, 103]);

        Assert.Equal(new QualityReading(Direction.None, 0, MomentumGrade.Poor), reading);
    }

    [Fact]
    public void Update_Fall_CountsDownwards()
    {
        var reading = Run([.. Balanced(20), 99, 98, 97]);

        Assert.Equal(new QualityReading(Direction.Bearish, 3, MomentumGrade.Good), reading);
    }

    protected override IBarStep<QualityReading> Create() => new MomentumQuality();

    protected override IEnumerable<double> Values(QualityReading reading) => [reading.Run];

    /// <summary>Ends at 100, unchanged, after as many rises as falls.</summary>
    private static IEnumerable<double> Balanced(int count) => Enumerable.Range(0, count).Select(i => i % 2 == 1 ? 100.0 : 101 - (i % 4)).Append(100);

    private static QualityReading Run(double[] closes)
    {
        var quality = new MomentumQuality();
        for (var i = 0; i < closes.Length; i++)
        {
            quality.Update(TestBars.Flat(i, closes[i]));
        }

        return quality.Current!.Value;
    }
}
