using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Operations.Sleep;

/// <summary>A stretch in which nothing of the desk ran.</summary>
/// <param name="From">Event time of the last beat before it.</param>
/// <param name="To">Event time of the first beat after it.</param>
public readonly record struct SleepGap(Timestamp From, Timestamp To)
{
    public TimeSpan Length => To - From;
}

/// <summary>
/// Finds out that the desk slept: between two beats of its clock more real time has passed than any load explains. Whoever brings time into the desk beats
/// first, so that nobody closes bars over a stretch whose ticks have not come. Thread-safe.
/// </summary>
/// <param name="uptime">Real elapsed time, suspension included.</param>
/// <param name="deskClock">Event time.</param>
/// <param name="threshold">Real time from which a gap is a sleep.</param>
public sealed class SleepWatch(Func<TimeSpan> uptime, TimeProvider deskClock, TimeSpan threshold)
{
    private readonly Lock _lock = new();
    private TimeSpan _lastUptime = uptime();
    private Timestamp _lastAt = Timestamp.Now(deskClock);

    /// <returns>True where a sleep lies between the last beat and this one.</returns>
    public bool Beat(out SleepGap gap)
    {
        lock (_lock)
        {
            var now = uptime();
            var at = Timestamp.Now(deskClock);
            var slept = now - _lastUptime > threshold;
            gap = new SleepGap(_lastAt, Timestamp.Max(at, _lastAt));
            _lastUptime = now;
            _lastAt = at;
            return slept;
        }
    }
}
