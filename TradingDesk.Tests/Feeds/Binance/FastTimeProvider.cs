namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>The machine's clock running faster, so that tests with real sockets wait less. Timestamps, wall clock and timers agree.</summary>
/// <param name="start">The first instant; now where it is left out.</param>
internal sealed class FastTimeProvider(double speed, DateTimeOffset? start = null) : TimeProvider
{
    private readonly DateTimeOffset _start = start ?? System.GetUtcNow();
    private readonly long _origin = System.GetTimestamp();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (System.GetElapsedTime(_origin) * speed).Ticks;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Scale(dueTime), Scale(period));

    private TimeSpan Scale(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / speed;
}
