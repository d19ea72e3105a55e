using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Bars.Fusion;

public sealed class M5SlopeFilterTests
{
    private readonly M5SlopeFilter _filter = new(4);

    [Fact]
    public void Slope_OfALine_IsItsStepInAtr()
    {
        Add(0, 100);
        Add(1, 102);
        Add(2, 104);
        Assert.Null(_filter.Slope);

        Add(3, 106);
        Assert.Equal(0.5, _filter.Slope!.Value, precision: 12);
        Add(4, 108);
        Assert.Equal(0.5, _filter.Slope!.Value, precision: 12);
    }

    [Fact]
    public void Slope_IsLeastSquares()
    {
        double[] closes = [100, 103, 101, 108];
        for (var i = 0; i < closes.Length; i++)
        {
            Add(i, closes[i]);
        }

        // (−1.5·100 − 0.5·103 + 0.5·101 + 1.5·108) ÷ 5 = 2.2; ATR 4.
        Assert.Equal(0.55, _filter.Slope!.Value, precision: 12);
    }

    [Fact]
    public void Revision_OfARememberedCandle_MovesTheLine()
    {
        for (var i = 0; i < 5; i++)
        {
            Add(i, 100);
        }

        Add(2, 104);
        Assert.NotEqual(0, _filter.Slope!.Value);
        Add(2, 100);
        Assert.Equal(0, _filter.Slope!.Value, precision: 12);

        // One that has left the line changes nothing.
        Add(0, 500);
        Assert.Equal(0, _filter.Slope!.Value, precision: 12);
    }

    [Theory]
    [InlineData(1, -0.25, true)]
    [InlineData(-1, -0.25, false)]
    [InlineData(-1, -0.5, true)]
    [InlineData(1, 0.6, false)]
    public void Check_IsSignedByDirection(int direction, double threshold, bool passed)
    {
        for (var i = 0; i < 4; i++)
        {
            Add(i, 100 + (2 * i));
        }

        var verdict = _filter.Check(direction, threshold);

        Assert.Equal((passed, threshold), (verdict.Passed, verdict.Threshold));
        Assert.Equal(0.5 * direction, verdict.Value!.Value, precision: 12);
    }

    [Fact]
    public void Check_NotReadyOrNoDirection_IsUnknown()
    {
        Assert.Null(_filter.Check(1, 0).Passed);
        Assert.Null(M5SlopeFilter.Check(0.5, 0, 0).Passed);
    }

    private void Add(int bucket, double close) => _filter.Update(Timestamp.FromUnixSeconds(300 * (bucket + 1)), close, atr14: 4);
}
