using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Tests.Feeds;

public sealed class FeedMonitorTests
{
    private static readonly Timestamp Now = Timestamp.FromUnixSeconds(1_767_614_400);
    private readonly FeedMonitor _monitor = new(new FeedMonitorOptions());

    [Theory]
    [InlineData(1, 0, FeedState.Live)]
    [InlineData(11, 0, FeedState.Quiet)]
    [InlineData(1, 3, FeedState.Lagging)]
    [InlineData(121, 0, FeedState.Dead)]
    public void StateOf_LastTick_ByAgeAndDelay(int ageSeconds, int delaySeconds, FeedState expected)
    {
        var received = Now - TimeSpan.FromSeconds(ageSeconds);
        var tick = Tick.Quote(0, Venue.Binance, received - TimeSpan.FromSeconds(delaySeconds), received, bid: 1, ask: 2);
        Assert.Equal(expected, _monitor.StateOf(new FeedStatus { Connection = FeedConnection.Live }, tick, Now, isMarketClosed: false));
    }

    [Fact]
    public void StateOf_NoTickOrNoConnection_Dead()
    {
        Assert.Equal(FeedState.Dead, _monitor.StateOf(new FeedStatus { Connection = FeedConnection.Live }, lastTick: null, Now, isMarketClosed: false));
        var tick = Tick.Quote(0, Venue.Binance, Now, Now, bid: 1, ask: 2);
        Assert.Equal(FeedState.Dead, _monitor.StateOf(new FeedStatus { Connection = FeedConnection.Disconnected }, tick, Now, isMarketClosed: false));
    }

    [Fact]
    public void StateOf_MarketClosed_Closed() =>
        Assert.Equal(FeedState.Closed, _monitor.StateOf(new FeedStatus(), lastTick: null, Now, isMarketClosed: true));
}
