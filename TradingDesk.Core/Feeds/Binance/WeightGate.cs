namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Keeps one host's request weight inside what the desk allows itself, and nothing at all while the venue said to stay away (Retry-After). Runs on the
/// monotonic clock. Thread-safe.
/// </summary>
public sealed class WeightGate(TimeProvider clock, int limit, double use)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private int _limit = limit;
    private int _used;
    private long _windowStart = clock.GetTimestamp();
    private long _blockedFrom;
    private TimeSpan _blockedFor;

    /// <summary>Weight per minute that the venue grants; from exchangeInfo once that was read.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return _limit;
            }
        }
    }

    /// <summary>Weight used in the running minute, as far as known.</summary>
    public int Used
    {
        get
        {
            lock (_lock)
            {
                return _used;
            }
        }
    }

    public void SetLimit(int weightPerMinute)
    {
        lock (_lock)
        {
            _limit = weightPerMinute;
        }
    }

    /// <summary>Takes weight for a request that may go out now (zero), or says how long to wait before asking again.</summary>
    public TimeSpan Reserve(int weight)
    {
        lock (_lock)
        {
            var blocked = _blockedFor - clock.GetElapsedTime(_blockedFrom);
            if (_blockedFor > TimeSpan.Zero && blocked > TimeSpan.Zero)
            {
                return blocked;
            }

            _blockedFor = TimeSpan.Zero;
            var inWindow = clock.GetElapsedTime(_windowStart);
            if (inWindow >= Window)
            {
                _used = 0;
                _windowStart = clock.GetTimestamp();
                inWindow = TimeSpan.Zero;
            }

            if (_used + weight > _limit * use && _used > 0)
            {
                return Window - inWindow;
            }

            _used += weight;
            return TimeSpan.Zero;
        }
    }

    /// <summary>The venue's own count for its running minute (X-MBX-USED-WEIGHT-1M), which overrules ours.</summary>
    public void Report(int usedWeight)
    {
        lock (_lock)
        {
            if (usedWeight < _used)
            {
                _windowStart = clock.GetTimestamp();
            }

            _used = usedWeight;
        }
    }

    /// <summary>No request before this has passed.</summary>
    public void Block(TimeSpan retryAfter)
    {
        lock (_lock)
        {
            var left = _blockedFor - clock.GetElapsedTime(_blockedFrom);
            if (retryAfter > left)
            {
                _blockedFrom = clock.GetTimestamp();
                _blockedFor = retryAfter;
            }
        }
    }
}
