using TradingDesk.Core.Analysis.OrderFlow;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Analysis.OrderFlow;

/// <summary>Kyle's λ, large trades, seconds, absorption and bucket sizes by hand.</summary>
public sealed class MeasuresTests
{
    [Fact]
    public void KyleLambda_PriceMovesByVolume_IsTheSlope()
    {
        var kyle = new KyleLambda();
        var (random, price) = (new Random(81), 100.0);
        kyle.Add(price, 1, 1);
        for (var i = 0; i < 400; i++)
        {
            var (sign, volume) = (random.Next(2) == 0 ? 1 : -1, random.Next(1, 50));
            price += 0.25 * sign * volume;
            Assert.Equal(i < KyleLambda.MinTrades, kyle.Value is null);
            kyle.Add(price, volume, sign);
        }

        Assert.Equal(0.25, kyle.Value!.Value, 1e-9);
    }

    [Fact]
    public void KyleLambda_MoreThanTheWindow_ForgetsTheOldest()
    {
        var kyle = new KyleLambda();
        var price = 100.0;
        for (var i = 0; i < 2 * KyleLambda.Trades; i++)
        {
            price += i < KyleLambda.Trades ? 5 : 1;
            kyle.Add(price, 2, 1);
        }

        Assert.Equal(0.5, kyle.Value!.Value, 1e-9);
    }

    [Fact]
    public void KyleLambda_NoVolume_IsUnknown()
    {
        var kyle = new KyleLambda();
        for (var i = 0; i < 100; i++)
        {
            kyle.Add(100 + i, 0, 1);
        }

        Assert.Null(kyle.Value);
    }

    [Fact]
    public void LargeTrades_Tiers_CountFromTheirLeastNotionalForSixtySeconds()
    {
        var large = new LargeTrades();
        large.Add(Flow.At(0), 49_999, 1);
        large.Add(Flow.At(0), 50_000, 1);
        large.Add(Flow.At(30_000), 600_000, -1);
        large.Add(Flow.At(30_000), 700_000, 0);
        large.Add(Flow.At(59_999), 1_000_000, 1);

        Assert.Equal(new LargeTradeTier(50_000, 2, 1, 1_050_000, 600_000), large.Read(0, Flow.At(59_999)));
        Assert.Equal(new LargeTradeTier(100_000, 1, 1, 1_000_000, 600_000), large.Read(1, Flow.At(60_000)));
        Assert.Equal(new LargeTradeTier(50_000, 1, 1, 1_000_000, 600_000), large.Read(0, Flow.At(60_000)));
        Assert.Equal(new LargeTradeTier(1_000_000, 1, 0, 1_000_000, 0), large.Read(3, Flow.At(119_998)));
        Assert.Equal(new LargeTradeTier(1_000_000, 0, 0, 0, 0), large.Read(3, Flow.At(119_999)));
    }

    [Fact]
    public void LargeTrades_MoreThanKept_AreCountedAsGivenUp()
    {
        var large = new LargeTrades();
        for (var i = 0; i < LargeTrades.Kept + 3; i++)
        {
            large.Add(Flow.At(i), 60_000, 1);
        }

        Assert.Equal(3, large.GivenUp);
        Assert.Equal(LargeTrades.Kept, large.Read(0, Flow.At(2_000)).Bought);
    }

    [Fact]
    public void SecondSums_OutOfOrderAndLate_GoWhereTheyBelongOrAreCounted()
    {
        var sums = new SecondSums();
        sums.Add(Flow.At(100_000), 1, 0);
        sums.Add(Flow.At(95_500), 2, 0);
        sums.Add(Flow.At(41_000), 4, 8);
        sums.Add(Flow.At(40_999), 100, 100);

        Assert.Equal((7, 8), sums.Sum(sums.Newest, 60));
        Assert.Equal((3, 0), sums.Sum(sums.Newest, 6));
        Assert.Equal((1, 0), sums.Sum(sums.Newest, 5));
        Assert.Equal(1, sums.Late);
    }

    [Theory]
    [InlineData(21, 0.04, 5.0, true, Direction.Bearish)]
    [InlineData(21, 0.04, -5.0, true, Direction.Bullish)]
    [InlineData(21, 0.04, null, true, Direction.None)]
    [InlineData(20, 0.04, 5.0, false, Direction.None)]
    [InlineData(21, 0.06, 5.0, false, Direction.None)]
    public void Absorption_VolumeWithoutRange_TurnsAgainstTheAggressor(double volume, double range, double? delta, bool isAbsorbed, Direction direction)
    {
        var absorption = new Absorption();
        for (var i = 0; i < 20; i++)
        {
            absorption.OnBar(Flow.Bar(i, 10, 0), 0);
            Assert.Null(absorption.Current);
        }

        absorption.OnBar(Flow.Bar(20, volume, 0, high: 100, low: 100 - range), delta);

        Assert.Equal((isAbsorbed, direction), (absorption.Current!.Value.IsAbsorbed, absorption.Current.Value.Direction));
        Assert.Equal(volume / 10, absorption.Current.Value.VolumeRatio);
    }

    [Fact]
    public void BucketSizing_FirstHourThenEachDaysEnd_IsAFiftiethOfADay()
    {
        var sizing = new BucketSizing();
        var sizes = Enumerable.Range(0, 1_440 + 1).Select(i => (Minute: i, Size: sizing.OnBar(Flow.Bar(i, i < 60 ? 10 : 20, 0)))).Where(s => s.Size.HasValue).ToList();

        Assert.Equal([(59, 10.0 * 1_440 / 50), (1_440, ((60 * 10.0) + (1_380 * 20)) / 50)], sizes.Select(s => (s.Minute, Math.Round(s.Size!.Value, 9))));
    }
}
