using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Patterns;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.Patterns;

public sealed class CandlePatternDetectorTests : AnalyzerConformance<CandlePatternEvent>
{
    [Fact]
    public void Update_EngulfingWithOneEqualEnd_Is80AndLessSure()
    {
        Bar[] bars = [.. Quiet(2), Bar(2, 10, 8), Bar(3, 8, 11)];

        var strict = Find(bars, CandlePattern.Engulfing, new CandlePatternOptions { AllowEqualEnds = false });
        var loose = Find(bars, CandlePattern.Engulfing, new CandlePatternOptions());

        Assert.Empty(strict);
        var item = Assert.Single(loose);
        Assert.Equal((80, Direction.Bullish, 3), (item.Strength, item.Direction, item.KnownAtIndex));
        Assert.Equal(0.64, item.Confidence, 1e-12);
        Assert.Equal(bars[2].OpenTime, item.OriginAt);
    }

    [Fact]
    public void Update_EngulfingBothEnds_Is100()
    {
        var item = Assert.Single(Find([.. Quiet(2), Bar(2, 8, 10), Bar(3, 10.5, 7.5)], CandlePattern.Engulfing, new CandlePatternOptions()));

        Assert.Equal((-100, Direction.Bearish, 0.8), (item.Strength, item.Direction, item.Confidence));
    }

    /// <summary>A falling market without a gap, as crypto trades: only with the tolerance is the star one.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Update_MorningStarWithoutGap_NeedsTheTolerance(bool tolerance, int expected)
    {
        Bar[] bars = [.. Quiet(12), Bar(12, 100, 90), TestBars.Make(13, 90, 91, 88.5, 90.2), Bar(14, 90.2, 97)];

        Assert.Equal(expected, Find(bars, CandlePattern.MorningStar, new CandlePatternOptions { GapTolerance = tolerance }).Count);
    }

    [Theory]
    [InlineData(100, 110, 99, 102, -1)]
    [InlineData(100, 101, 90, 99, 1)]
    [InlineData(100, 104, 96, 101, 0)]
    public void Update_RejectionWick_PointsAwayFromTheWick(double open, double high, double low, double close, int direction)
    {
        var found = Find([TestBars.Make(0, open, high, low, close)], CandlePattern.RejectionWick, new CandlePatternOptions());

        Assert.Equal(direction == 0 ? [] : [(Direction)direction], found.Select(e => e.Direction));
    }

    [Theory]
    [InlineData(9, 1, 1)]
    [InlineData(10, 1, 1)]
    [InlineData(10, 0, 0)]
    [InlineData(11, 1, 0)]
    public void Update_InsideBar_LiesWithinTheOneBefore(double high, double low, int expected)
    {
        Bar[] bars = [TestBars.Make(0, 5, 10, 0.5, 5), TestBars.Make(1, 5, high, low == 0 ? 0.5 : low, 5)];

        var found = Find(bars, CandlePattern.InsideBar, new CandlePatternOptions());

        Assert.Equal(expected, found.Count);
        Assert.All(found, item => Assert.Equal(Direction.None, item.Direction));
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(0.5, 0)]
    public void Update_Conviction_WantsALongBody(double body, int expected)
    {
        Bar[] bars = [.. Quiet(10), Bar(10, 100, 100 - body)];

        Assert.Equal(expected, Find(bars, CandlePattern.ConvictionCandle, new CandlePatternOptions()).Count(e => e.Direction == Direction.Bearish && e.KnownAtIndex == 10));
    }

    [Fact]
    public void Update_Doji_PointsNowhere()
    {
        var found = Find([.. Quiet(10), TestBars.Make(10, 100, 102, 98, 100)], CandlePattern.Doji, new CandlePatternOptions());

        Assert.Equal((Direction.None, 100), (Assert.Single(found).Direction, found[0].Strength));
    }

    [Fact]
    public void Rules_EveryPattern_StandsOnceWithAConfidence()
    {
        Assert.Equal(Enum.GetValues<CandlePattern>(), PatternRule.All.Select(rule => rule.Pattern).Order());
        Assert.All(PatternRule.All, rule => Assert.InRange(rule.Confidence, 0.5, 0.8));
    }

    [Fact]
    public void Constructor_OptionOutOfRange_Throws() =>
        Assert.Throws<ValidationException>(() => new CandlePatternDetector(new CandlePatternOptions { StarPenetration = 1.1 }));

    protected override IAnalyzer<CandlePatternEvent> Create() => new CandlePatternDetector(new CandlePatternOptions());

    protected override (int Index, Timestamp At) KnownAt(CandlePatternEvent item) => (item.KnownAtIndex, item.KnownAt);

    private static List<CandlePatternEvent> Find(Bar[] bars, CandlePattern pattern, CandlePatternOptions options)
    {
        var detector = new CandlePatternDetector(options);
        var log = new RecentLog<CandlePatternEvent>(1_000);
        foreach (var bar in bars)
        {
            detector.Update(bar, log);
        }

        return [.. log.ToArray().Where(e => e.Pattern == pattern).Reverse()];
    }

    /// <summary>Candles with a body of 1 and a range of 4, alternating.</summary>
    private static IEnumerable<Bar> Quiet(int count) =>
        Enumerable.Range(0, count).Select(i => i % 2 == 0 ? TestBars.Make(i, 100, 102.5, 98.5, 101) : TestBars.Make(i, 101, 102.5, 98.5, 100));

    /// <summary>All body, no wick.</summary>
    private static Bar Bar(int index, double open, double close) => TestBars.Make(index, open, Math.Max(open, close), Math.Min(open, close), close);
}
