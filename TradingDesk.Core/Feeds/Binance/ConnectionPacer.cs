namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Keeps connection attempts of the whole feed at least a second apart, on the monotonic clock. Thread-safe.</summary>
internal sealed class ConnectionPacer(TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long? _lastAttempt;

    /// <summary>Waits for <paramref name="backoff"/> and then for the turn of this attempt.</summary>
    public async Task WaitAsync(TimeSpan backoff, CancellationToken cancellationToken)
    {
        if (backoff > TimeSpan.Zero)
        {
            await Task.Delay(backoff, clock, cancellationToken);
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            // A timer may fire a little early, hence the loop.
            while (_lastAttempt is { } last && LeastInterval - clock.GetElapsedTime(last) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left, clock, cancellationToken);
            }

            _lastAttempt = clock.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}

/// <summary>One route's waits between attempts: doubling from the first to the longest, each drawn from its upper half so that clients do not march in step.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, SeededJitter jitter)
{
    private TimeSpan _next = TimeSpan.Zero;

    /// <summary>The wait before the next attempt; none before the first.</summary>
    public TimeSpan Next()
    {
        var wait = _next * (0.5 + (0.5 * jitter.Next()));
        var doubled = _next == TimeSpan.Zero ? first : _next * 2;
        _next = doubled < longest ? doubled : longest;
        return wait;
    }

    public void Reset() => _next = TimeSpan.Zero;

    /// <summary>The venue asked to stay away for this long.</summary>
    public void AtLeast(TimeSpan wait) => _next = wait * 2 > _next ? wait * 2 : _next;
}
