namespace TradingDesk.Core.Feeds.Http;

/// <summary>The host's own minute: what was used in it as far as known. The host's count overrules the desk's. Not thread-safe; on the monotonic clock.</summary>
internal sealed class WeightWindow(TimeProvider clock)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private int _used;
    private long _start = clock.GetTimestamp();

    public int Used
    {
        get
        {
            Turn();
            return _used;
        }
    }

    /// <summary>How long to wait until <paramref name="weight"/> fits under <paramref name="allowed"/>; zero where it does. A request heavier than all goes out alone.</summary>
    public TimeSpan WaitFor(int weight, double allowed)
    {
        Turn();
        return _used + weight > allowed && _used > 0 ? Length - clock.GetElapsedTime(_start) : TimeSpan.Zero;
    }

    public void Add(int weight) => _used += weight;

    public void Report(int used)
    {
        if (used < _used)
        {
            _start = clock.GetTimestamp();
        }

        _used = used;
    }

    private void Turn()
    {
        if (clock.GetElapsedTime(_start) >= Length)
        {
            _used = 0;
            _start = clock.GetTimestamp();
        }
    }
}
