using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Tests.Support;
using Xunit;

namespace TradingDesk.Tests.Feeds;

public sealed class FeedMonitorTests
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_772_452_800); // Monday 2026-03-02 12:00 UTC

    [Fact]
    public void State_BeforeTheFirstTick_IsDead() => Assert.Equal(FeedState.Dead, new FeedMonitor(new FeedMonitorOptions()).StateAt(Start, isMarketClosed: false));

    [Fact]
    public void StateAt_MarketClosed_IsClosedWhateverTheFeedSays()
    {
        var monitor = new FeedMonitor(new FeedMonitorOptions());
        monitor.OnInterrupted();

        Assert.Equal(FeedState.Closed, monitor.StateAt(Start, isMarketClosed: true));
    }

    [Theory]
    [InlineData(14, FeedState.Live)]
    [InlineData(15, FeedState.Quiet)]
    [InlineData(59, FeedState.Quiet)]
    [InlineData(60, FeedState.Dead)]
    public void StateAt_Silence_ByItsLength(int seconds, FeedState expected)
    {
        var monitor = Ticking(seconds: 120, perMinute: 120);

        Assert.Equal(expected, monitor.StateAt(Start + TimeSpan.FromSeconds(119.5 + seconds), isMarketClosed: false));
    }

    [Fact]
    public void StateAt_HeartbeatsWithoutTicks_IsQuietAndNeverDead()
    {
        var monitor = Ticking(seconds: 120, perMinute: 120);
        var later = Start + TimeSpan.FromMinutes(30);
        monitor.OnHeartbeat(later - TimeSpan.FromSeconds(5));

        Assert.Equal(FeedState.Quiet, monitor.StateAt(later, isMarketClosed: false));
        Assert.Equal(FeedState.Dead, monitor.StateAt(later + TimeSpan.FromMinutes(1), isMarketClosed: false));
    }

    [Fact]
    public void StateAt_Interrupted_IsDeadAtOnceAndLiveAgainWithTheNotice()
    {
        var monitor = Ticking(seconds: 120, perMinute: 120);
        var now = Start + TimeSpan.FromSeconds(120);
        monitor.OnInterrupted();
        Assert.Equal(FeedState.Dead, monitor.StateAt(now, isMarketClosed: false));

        monitor.OnLive(now);

        Assert.Equal(FeedState.Live, monitor.StateAt(now, isMarketClosed: false));
    }

    /// <summary>One tick in 30 s is usual for a slow symbol at night: half a minute of silence is nothing there, and everything for a fast one.</summary>
    [Fact]
    public void StateAt_LearnedRate_MakesTheLimit()
    {
        var slow = Ticking(seconds: 3_600, perMinute: 2);
        var fast = Ticking(seconds: 3_600, perMinute: 120);
        var now = Start + TimeSpan.FromSeconds(3_600 + 45);

        Assert.Equal(FeedState.Live, slow.StateAt(now, isMarketClosed: false));
        Assert.Equal(FeedState.Quiet, fast.StateAt(now, isMarketClosed: false));
        Assert.Equal(600, slow.QuietLimit(now).TotalSeconds, precision: 0);
    }

    [Fact]
    public void StateAt_ConfiguredRate_WinsOverTheLearned()
    {
        var monitor = Ticking(seconds: 3_600, perMinute: 120, new FeedMonitorOptions { TicksPerMinute = 1 });

        Assert.Equal(TimeSpan.FromMinutes(20), monitor.QuietLimit(Start));
    }

    [Fact]
    public void StateAt_OldTicks_IsLagging()
    {
        var monitor = new FeedMonitor(new FeedMonitorOptions());
        for (var i = 0; i < 100; i++)
        {
            monitor.OnTick(TickAt(i, delaySeconds: 8));
        }

        Assert.Equal(FeedState.Lagging, monitor.StateAt(Start + TimeSpan.FromSeconds(108), isMarketClosed: false));
    }

    [Fact]
    public void OnClock_ShortSilence_IsNotAnnounced()
    {
        var monitor = Ticking(seconds: 120, perMinute: 120);
        var changes = new List<(int Second, FeedState State)>();
        for (var second = 120; second < 300; second++)
        {
            if (second == 137)
            {
                monitor.OnTick(TickAt(second)); // silent for 17.5 s: quiet for 2 s only
            }

            if (monitor.OnClock(Start + TimeSpan.FromSeconds(second), isMarketClosed: false))
            {
                changes.Add((second, monitor.State));
            }
        }

        Assert.Equal([(123, FeedState.Live), (155, FeedState.Quiet), (200, FeedState.Dead)], changes);
    }

    [Fact]
    public void OnClock_LostConnection_IsAnnouncedAtOnce()
    {
        var monitor = Ticking(seconds: 120, perMinute: 120);
        monitor.OnClock(Start + TimeSpan.FromSeconds(120), isMarketClosed: false);
        monitor.OnClock(Start + TimeSpan.FromSeconds(124), isMarketClosed: false);
        monitor.OnInterrupted();

        Assert.True(monitor.OnClock(Start + TimeSpan.FromSeconds(125), isMarketClosed: false));
        Assert.Equal(FeedState.Dead, monitor.State);
    }

    [Fact]
    public void SaveState_InTheMiddle_GoesOnAlike()
    {
        var first = Ticking(seconds: 3_600, perMinute: 7);
        var second = StateBytes.Load(new FeedMonitor(new FeedMonitorOptions()), StateBytes.Save(first));

        for (var i = 3_600; i < 4_200; i++)
        {
            var now = Start + TimeSpan.FromSeconds(i);
            Assert.Equal(first.OnClock(now, isMarketClosed: false), second.OnClock(now, isMarketClosed: false));
            Assert.Equal(first.State, second.State);
        }
    }

    private static FeedMonitor Ticking(int seconds, double perMinute, FeedMonitorOptions? options = null)
    {
        var monitor = new FeedMonitor(options ?? new FeedMonitorOptions());
        for (var second = 0.0; second < seconds; second += 60 / perMinute)
        {
            monitor.OnTick(TickAt(second));
        }

        return monitor;
    }

    private static Tick TickAt(double seconds, double delaySeconds = 0)
    {
        var received = Start + TimeSpan.FromSeconds(seconds);
        return Tick.Quote(0, Venue.Mt5, received - TimeSpan.FromSeconds(delaySeconds), received, bid: 100, ask: 101);
    }
}
