namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>Request weight per minute of the exchange's clock, one of the two limits (spot, futures). Thread-safe.</summary>
internal sealed class WeightLimiter(int limitPerMinute)
{
    private readonly Lock _lock = new();
    private long _minute;
    private int _used;

    public int LimitPerMinute => limitPerMinute;

    /// <summary>Books a request; false where the minute is used up.</summary>
    public bool TryUse(int weight, long minute, out int used)
    {
        lock (_lock)
        {
            if (minute != _minute)
            {
                (_minute, _used) = (minute, 0);
            }

            _used += weight;
            used = _used;
            return _used <= limitPerMinute;
        }
    }
}
