using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Tests.Feeds.Mt5.Trading;

public sealed class BridgeRetcodeTests
{
    [Theory]
    [InlineData(10004, BridgeStatus.Rejected, BridgeRetry.FreshPrice)]
    [InlineData(10020, BridgeStatus.Rejected, BridgeRetry.FreshPrice)]
    [InlineData(10021, BridgeStatus.Rejected, BridgeRetry.FreshPrice)]
    [InlineData(10008, BridgeStatus.Placed, BridgeRetry.Nothing)]
    [InlineData(10009, BridgeStatus.Done, BridgeRetry.Nothing)]
    [InlineData(10010, BridgeStatus.Partial, BridgeRetry.Nothing)]
    [InlineData(10012, BridgeStatus.Unknown, BridgeRetry.LookUpFirst)]
    [InlineData(10031, BridgeStatus.Unknown, BridgeRetry.LookUpFirst)]
    [InlineData(10024, BridgeStatus.Rejected, BridgeRetry.BackOff)]
    [InlineData(10014, BridgeStatus.Rejected, BridgeRetry.Never)]
    [InlineData(10016, BridgeStatus.Rejected, BridgeRetry.Never)]
    [InlineData(10017, BridgeStatus.Rejected, BridgeRetry.Never)]
    [InlineData(10018, BridgeStatus.Rejected, BridgeRetry.Never)]
    [InlineData(10019, BridgeStatus.Rejected, BridgeRetry.Never)]
    [InlineData(10026, BridgeStatus.Rejected, BridgeRetry.Never)]
    [InlineData(10027, BridgeStatus.Rejected, BridgeRetry.Never)]
    [InlineData(10030, BridgeStatus.Rejected, BridgeRetry.Never)]
    [InlineData(10036, BridgeStatus.Rejected, BridgeRetry.LookUpFirst)]
    [InlineData(0, BridgeStatus.Unknown, BridgeRetry.LookUpFirst)]
    [InlineData(19999, BridgeStatus.Unknown, BridgeRetry.LookUpFirst)]
    public void Retcode_HasItsStatusAndPolicy(int code, BridgeStatus status, BridgeRetry retry) =>
        Assert.Equal((status, retry), (BridgeRetcodes.StatusOf((BridgeRetcode)code), BridgeRetcodes.RetryOf((BridgeRetcode)code)));

    [Fact]
    public void EveryRetcode_ThatMayHaveBeenCarriedOut_IsNotCalledRejected() => Assert.All(
        Enum.GetValues<BridgeRetcode>(),
        code => Assert.Equal(BridgeRetcodes.RetryOf(code) == BridgeRetry.Nothing, BridgeRetcodes.StatusOf(code) is BridgeStatus.Done or BridgeStatus.Partial or BridgeStatus.Placed));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("0123456789012345678901234")]
    public void Command_WithABadId_CannotBeMade(string id) =>
        Assert.Throws<ArgumentException>(() => new CancelOrder(id, Timestamp.Epoch, "1"));

    [Fact]
    public void Command_WithABadValue_CannotBeMade()
    {
        Assert.Throws<ArgumentException>(() => new CancelOrder("a", Timestamp.Epoch, "12x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClosePosition("a", Timestamp.Epoch, "1", new Quantity(0), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClosePosition("a", Timestamp.Epoch, "1", null, -1));
        Assert.Throws<ArgumentException>(() => new PlacePending("a", Timestamp.Epoch, new Symbol("XAUUSD"), PendingKind.StopLimit, Side.Buy, new Quantity(1), new Price(1), null, null, null, null, 0));
    }
}
