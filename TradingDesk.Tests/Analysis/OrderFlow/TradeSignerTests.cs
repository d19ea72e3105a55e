using TradingDesk.Core.Analysis.OrderFlow;

namespace TradingDesk.Tests.Analysis.OrderFlow;

public sealed class TradeSignerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void SignOf_AggressorTold_IsThat(int aggressor)
    {
        var signer = new TradeSigner();

        Assert.Equal(aggressor, signer.SignOf(Flow.Trade(0, 101, 1, aggressor), mid: 100 + aggressor, out var isInferred));
        Assert.False(isInferred);
    }

    [Theory]
    [InlineData(101, 1)]
    [InlineData(99, -1)]
    [InlineData(100, 0)]
    public void SignOf_AggressorUnknown_IsTheSideOfTheMid(double price, int expected)
    {
        var signer = new TradeSigner();

        Assert.Equal(expected, signer.SignOf(Flow.Trade(0, price, 1, 0), mid: 100, out var isInferred));
        Assert.True(isInferred);
    }

    [Fact]
    public void SignOf_AtTheMid_IsTheDirectionOfTheLastChange()
    {
        var signer = new TradeSigner();
        signer.SignOf(Flow.Trade(0, 99, 1, 0), mid: 0, out _);
        signer.SignOf(Flow.Trade(1, 100, 1, 0), mid: 0, out _);

        Assert.Equal(1, signer.SignOf(Flow.Trade(2, 100, 1, 0), mid: 100, out _));
        Assert.Equal(-1, signer.SignOf(Flow.Trade(3, 99.5, 1, 0), mid: 0, out _));
        Assert.Equal(-1, signer.SignOf(Flow.Trade(4, 99.5, 1, 0), mid: 99.5, out _));
    }
}
