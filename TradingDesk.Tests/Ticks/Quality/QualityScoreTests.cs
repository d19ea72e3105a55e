using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Tests.Ticks.Quality;

public sealed class QualityScoreTests
{
    private static readonly QualityOptions Options = new();

    [Fact]
    public void Of_Nothing_IsOne() => Assert.Equal(new QualityScore(1, null, 0), QualityScore.Of(new QualityCounts(), Options));

    [Fact]
    public void Of_Several_SumsTheirCostsAndNamesTheWorst()
    {
        var counts = new QualityCounts { Messages = 1_000, Seconds = 1_000, [QualityFault.Gap] = 10, [QualityFault.Crossed] = 20, [QualityFault.Inconsistent] = 1 };

        var score = QualityScore.Of(counts, Options);

        // 12 · 0.01 + 10 · 0.02 + 3 · 60/1000.
        Assert.Equal(1 - 0.12 - 0.2 - 0.18, score.Value, precision: 12);
        Assert.Equal((QualityFault.Crossed, 0.02), (score.Worst, score.WorstShare));
    }

    [Fact]
    public void Of_FewObservations_AreHeldAgainstTheLeast() =>
        Assert.Equal(1 - (10 * 0.01), QualityScore.Of(new QualityCounts { Messages = 2, Seconds = 1, [QualityFault.Crossed] = 1 }, Options).Value, precision: 12);

    [Fact]
    public void Of_EveryFault_NeverLeavesTheRangeAndHasWords()
    {
        foreach (var fault in QualityNames.Faults)
        {
            var score = QualityScore.Of(new QualityCounts { Messages = 10, Seconds = 10, [fault] = 1_000_000 }, Options);

            Assert.Equal((0, fault), (score.Value, score.Worst));
            Assert.Matches("^[a-z0-9].*%", score.Words);
        }
    }
}
