using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Simulation;

public sealed class ScaledTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _real = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1_000)]
    public void GetUtcNow_AfterRealTime_IsScaled(double speed)
    {
        var clock = new ScaledTimeProvider(_real, Start, speed);
        _real.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Start + TimeSpan.FromSeconds(30 * speed), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(30 * speed), clock.GetElapsedTime(0));
    }

    [Fact]
    public void SetSpeed_AtAnyMoment_NoJump()
    {
        var clock = new ScaledTimeProvider(_real, Start, 10);
        _real.Advance(TimeSpan.FromSeconds(7));
        var before = (clock.GetUtcNow(), clock.GetTimestamp());
        clock.SetSpeed(0.5);
        Assert.Equal(before, (clock.GetUtcNow(), clock.GetTimestamp()));
        _real.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(before.Item1 + TimeSpan.FromSeconds(2), clock.GetUtcNow());
        Assert.Equal(0.5, clock.Speed);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1_001)]
    [InlineData(double.NaN)]
    public void SetSpeed_OutOfRange_Throws(double speed)
    {
        var clock = new ScaledTimeProvider(_real, Start, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.SetSpeed(speed));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScaledTimeProvider(_real, Start, speed));
    }

    [Fact]
    public void Timer_FiresInScaledTime_NeverEarly()
    {
        var clock = new ScaledTimeProvider(_real, Start, 10);
        var fired = new List<DateTimeOffset>();
        using var timer = clock.CreateTimer(_ => fired.Add(clock.GetUtcNow()), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));
        _real.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Empty(fired);
        _real.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(fired);
        _real.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([5, 25, 45], fired.Select(at => (at - Start).TotalSeconds));
    }

    [Fact]
    public void Timer_SpeedChanges_FiresAtTheSimulatedInstant()
    {
        var clock = new ScaledTimeProvider(_real, Start, 1);
        var fired = new List<double>();
        using var timer = clock.CreateTimer(_ => fired.Add((clock.GetUtcNow() - Start).TotalSeconds), null, TimeSpan.FromSeconds(100), Timeout.InfiniteTimeSpan);
        _real.Advance(TimeSpan.FromSeconds(10));
        clock.SetSpeed(100);
        _real.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal([100.0], fired);
        _real.Advance(TimeSpan.FromSeconds(100));
        Assert.Single(fired);
    }

    [Fact]
    public void Timer_SlowedDown_DoesNotFireEarly()
    {
        var clock = new ScaledTimeProvider(_real, Start, 100);
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(100), Timeout.InfiniteTimeSpan);
        _real.Advance(TimeSpan.FromSeconds(0.5));
        clock.SetSpeed(1);
        _real.Advance(TimeSpan.FromSeconds(49));
        Assert.Equal(0, fired);
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public void Timer_Disposed_DoesNotFire()
    {
        var clock = new ScaledTimeProvider(_real, Start, 10);
        var fired = 0;
        var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        timer.Dispose();
        _real.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public async Task TaskDelay_RealClock_IsScaled()
    {
        var clock = new ScaledTimeProvider(TimeProvider.System, Start, 100);
        var from = clock.GetUtcNow();
        await Task.Delay(TimeSpan.FromSeconds(5), clock);
        Assert.InRange((clock.GetUtcNow() - from).TotalSeconds, 5, 60);
    }

    [Fact]
    public async Task Clock_ReadWhileSpeedChanges_NeverStepsBack()
    {
        var clock = new ScaledTimeProvider(TimeProvider.System, Start, 1);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var changing = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                clock.SetSpeed(i % 2 == 0 ? 1_000 : 0.1);
            }
        });
        var last = clock.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var now = clock.GetTimestamp();
            Assert.True(now >= last, $"{now} after {last}");
            last = now;
        }

        await changing;
    }
}
