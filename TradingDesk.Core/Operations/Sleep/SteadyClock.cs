namespace TradingDesk.Core.Operations.Sleep;

/// <summary>
/// The desk's clock where the market is real: the wall clock as it stood at the start, carried on by elapsed time. A wall clock that somebody sets, that jumps
/// an hour or repeats a second does not move it, so no bar closes early and no limit starts over; time in which the machine was suspended counts.
/// Timers are those of the clock underneath. Thread-safe.
/// </summary>
/// <param name="wall">The machine's clock.</param>
/// <param name="uptime">Elapsed time, suspension included: <see cref="Uptime.Read"/>.</param>
public sealed class SteadyClock(TimeProvider wall, Func<TimeSpan> uptime) : TimeProvider
{
    private readonly DateTimeOffset _start = wall.GetUtcNow();
    private readonly TimeSpan _origin = uptime();

    /// <summary>How far the wall clock is ahead of the desk's: what it was set by since the start.</summary>
    public TimeSpan WallShift => wall.GetUtcNow() - GetUtcNow();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + (uptime() - _origin);

    public override long GetTimestamp() => (uptime() - _origin).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => wall.CreateTimer(callback, state, dueTime, period);
}
