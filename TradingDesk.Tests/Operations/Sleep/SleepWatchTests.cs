using TradingDesk.Core.Domain;
using TradingDesk.Core.Operations.Sleep;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Operations.Sleep;

public sealed class SleepWatchTests
{
    private readonly ManualTimeProvider _clock = new();
    private TimeSpan _suspended;

    private TimeSpan Uptime() => _clock.GetElapsedTime(0) + _suspended;

    [Theory]
    [InlineData(4.9, false)] // the machine was busy
    [InlineData(5.1, true)]
    public void Beat_AfterAGap_IsASleepFromTheThresholdOn(double seconds, bool isSleep)
    {
        var watch = new SleepWatch(Uptime, _clock, TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(watch.Beat(out _));
        var from = Timestamp.Now(_clock);
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(isSleep, watch.Beat(out var gap));
        Assert.Equal((from, Timestamp.Now(_clock)), (gap.From, gap.To));
        Assert.False(watch.Beat(out _));
    }

    /// <summary>A suspended machine's monotonic clock stands still; its uptime does not.</summary>
    [Fact]
    public void Beat_AfterSuspension_SleepAndTheDeskClockHasGoneOn()
    {
        var desk = new SteadyClock(_clock, Uptime);
        var watch = new SleepWatch(Uptime, desk, TimeSpan.FromSeconds(5));
        _suspended = TimeSpan.FromHours(1);
        Assert.True(watch.Beat(out var gap));
        Assert.Equal(TimeSpan.FromHours(1), gap.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void SteadyClock_WallClockSet_GoesOnAndSaysByHowMuch(int hours)
    {
        var desk = new SteadyClock(_clock, Uptime);
        var before = desk.GetUtcNow();
        _clock.ShiftWallClock(TimeSpan.FromHours(hours));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(before + TimeSpan.FromSeconds(1), desk.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(hours), desk.WallShift);
        Assert.False(new SleepWatch(Uptime, desk, TimeSpan.FromSeconds(5)).Beat(out _));
    }

    [Fact]
    public void Uptime_OfThisMachine_RunsForward()
    {
        var first = Core.Operations.Sleep.Uptime.Read(TimeProvider.System);
        var second = Core.Operations.Sleep.Uptime.Read(TimeProvider.System);
        Assert.True(first > TimeSpan.Zero && second >= first);
    }
}
