namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// Simulated time: runs at a multiple of another clock, and the multiple can be changed at any moment without a jump. UTC, timestamps and timers are all
/// scaled; the time zone is UTC. Thread-safe.
/// </summary>
/// <remarks>
/// A timer never fires before its simulated due time and is late by at most the base clock's own timer delay (1 to 15 ms of real time, so 10 to 150 ms of
/// simulated time at tenfold speed). A period shorter than that fires less often than asked, as with every .NET timer.
/// </remarks>
public sealed class ScaledTimeProvider : TimeProvider
{
    public const double MinSpeed = 0.1;
    public const double MaxSpeed = 1_000;

    private readonly TimeProvider _real;
    private readonly Lock _lock = new();
    private readonly HashSet<ScaledTimer> _armed = [];
    private Anchor _anchor;
    private long _version;

    /// <param name="real">The clock underneath; <see cref="TimeProvider.System"/> outside tests.</param>
    /// <param name="start">The simulated instant now.</param>
    /// <param name="speed">Simulated seconds per real second, 0.1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The speed lies outside its range.</exception>
    public ScaledTimeProvider(TimeProvider real, DateTimeOffset start, double speed)
    {
        _real = real;
        _anchor = new Anchor(real.GetTimestamp(), start.UtcTicks, 0, Checked(speed));
    }

    /// <summary>Simulated seconds per real second.</summary>
    public double Speed => Volatile.Read(ref _anchor).Speed;

    /// <summary>The clock underneath.</summary>
    public TimeProvider Real => _real;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Ticks of 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        var (anchor, elapsed) = Read();
        return new DateTimeOffset(anchor.UtcTicks + elapsed, TimeSpan.Zero);
    }

    public override long GetTimestamp()
    {
        var (anchor, elapsed) = Read();
        return anchor.Timestamp + elapsed;
    }

    /// <summary>Changes the speed from now on; armed timers are set anew.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The speed lies outside 0.1 to 1,000.</exception>
    public void SetSpeed(double speed)
    {
        Checked(speed);
        ScaledTimer[] armed;
        lock (_lock)
        {
            // Odd while changing: a reader that went on at the old speed between here and the new anchor could later seem to step back.
            Interlocked.Increment(ref _version);
            var old = _anchor;
            var realNow = _real.GetTimestamp();
            var elapsed = Scale(_real.GetElapsedTime(old.RealTimestamp, realNow), old.Speed);
            Volatile.Write(ref _anchor, new Anchor(realNow, old.UtcTicks + elapsed, old.Timestamp + elapsed, speed));
            Interlocked.Increment(ref _version);
            armed = [.. _armed];
        }

        foreach (var timer in armed)
        {
            timer.Rearm();
        }
    }

    /// <summary>Steps to <paramref name="instant"/> where that is later than now; timers, which count elapsed time, do not notice.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        lock (_lock)
        {
            Interlocked.Increment(ref _version);
            var old = _anchor;
            var realNow = _real.GetTimestamp();
            var elapsed = Scale(_real.GetElapsedTime(old.RealTimestamp, realNow), old.Speed);
            Volatile.Write(ref _anchor, new Anchor(realNow, Math.Max(old.UtcTicks + elapsed, instant.UtcTicks), old.Timestamp + elapsed, old.Speed));
            Interlocked.Increment(ref _version);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ScaledTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private (Anchor Anchor, long Elapsed) Read()
    {
        var wait = default(SpinWait);
        while (true)
        {
            var before = Volatile.Read(ref _version);
            if ((before & 1) == 0)
            {
                var anchor = Volatile.Read(ref _anchor);
                var elapsed = Scale(_real.GetElapsedTime(anchor.RealTimestamp), anchor.Speed);
                if (before == Volatile.Read(ref _version))
                {
                    return (anchor, elapsed);
                }
            }

            wait.SpinOnce();
        }
    }

    private static long Scale(TimeSpan elapsed, double speed) => (long)(elapsed.Ticks * speed);

    private static double Checked(double speed) =>
        speed is >= MinSpeed and <= MaxSpeed ? speed : throw new ArgumentOutOfRangeException(nameof(speed), speed, "Speed must lie between 0.1 and 1,000.");

    private sealed record Anchor(long RealTimestamp, long UtcTicks, long Timestamp, double Speed);

    private sealed class ScaledTimer : ITimer
    {
        private readonly ScaledTimeProvider _owner;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private readonly Lock _gate = new();
        private long _due = long.MaxValue;
        private long _period;
        private bool _isDisposed;

        public ScaledTimer(ScaledTimeProvider owner, TimerCallback callback, object? state)
        {
            _owner = owner;
            _callback = callback;
            _state = state;
            _timer = owner._real.CreateTimer(static s => ((ScaledTimer)s!).OnFired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                if (_isDisposed)
                {
                    return false;
                }

                _due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : _owner.GetTimestamp() + dueTime.Ticks;
                _period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
                Arm();
                return true;
            }
        }

        public void Rearm()
        {
            lock (_gate)
            {
                if (!_isDisposed)
                {
                    Arm();
                }
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                Keep(false);
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            lock (_gate)
            {
                _isDisposed = true;
                Keep(false);
            }

            return _timer.DisposeAsync();
        }

        private void OnFired()
        {
            lock (_gate)
            {
                if (_isDisposed || _due == long.MaxValue)
                {
                    return;
                }

                var now = _owner.GetTimestamp();
                if (now < _due)
                {
                    Arm();
                    return;
                }

                _due = _period > 0 ? Math.Max(_due + _period, now) : long.MaxValue;
                Arm();
            }

            _callback(_state);
        }

        /// <summary>Sets the real timer to the simulated due time, rounded up so that it does not fire early.</summary>
        private void Arm()
        {
            Keep(_due != long.MaxValue);
            if (_due == long.MaxValue)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }

            const double LongestWait = 0xFFFF_FFFE;
            var wait = Math.Max(0, _due - _owner.GetTimestamp()) / (_owner.Speed * TimeSpan.TicksPerMillisecond);
            _timer.Change(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait), LongestWait)), Timeout.InfiniteTimeSpan);
        }

        private void Keep(bool isArmed)
        {
            lock (_owner._lock)
            {
                _ = isArmed ? _owner._armed.Add(this) : _owner._armed.Remove(this);
            }
        }
    }
}
