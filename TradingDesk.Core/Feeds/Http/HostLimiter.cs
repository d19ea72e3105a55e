using System.Net;

namespace TradingDesk.Core.Feeds.Http;

/// <summary>A host's limit as health shows it.</summary>
/// <param name="Rate">Weight per minute that the desk allows itself now.</param>
/// <param name="FullRate">The same without a recent 429.</param>
/// <param name="Waiting">Requests waiting for their turn.</param>
/// <param name="Rejected">Requests refused because the wait would have been too long, so far.</param>
/// <param name="BlockedFor">What is left of a Retry-After.</param>
public sealed record HostLimitState(string Host, double Rate, double FullRate, int Waiting, long Rejected, TimeSpan BlockedFor);

/// <summary>
/// One host's limit for all clients together: a token bucket over request weight under the ceiling of the host's own minute. A 429 halves the rate; from 60 s
/// after the last one it regains a tenth of the full rate every 10 s. Retry-After, of 429 and of 418 (banned for not obeying), stops everybody. On the
/// monotonic clock. Thread-safe.
/// </summary>
public sealed class HostLimiter(string host, TimeProvider clock, int weightPerMinute, double use, int jitterSeed = 1)
{
    /// <summary>Requests that may wait at once; more are refused.</summary>
    public const int MaxWaiting = 256;

    /// <summary>However many 429s: a request now and then finds out that it is over.</summary>
    private const double LeastFactor = 1.0 / 64;
    private const double RegainedPerStep = 0.1;
    private static readonly TimeSpan CalmBeforeRegaining = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RegainStep = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly WeightWindow _window = new(clock);
    private readonly SeededBackoff _backoff = new(jitterSeed);
    private int _limit = weightPerMinute;
    private double _tokens = weightPerMinute * use;
    private long _filledAt = clock.GetTimestamp();
    private double _factor = 1;
    private long? _rejectedAt;
    private int _rejectionsInARow;
    private long _blockedFrom;
    private TimeSpan _blockedFor;
    private int _waiting;
    private long _refused;

    public string Host => host;

    /// <summary>Weight per minute that the host grants.</summary>
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

    public HostLimitState State
    {
        get
        {
            lock (_lock)
            {
                return new HostLimitState(host, FullRate * Factor(), FullRate, _waiting, _refused, Blocked());
            }
        }
    }

    private double FullRate => _limit * use;

    /// <summary>Takes over what the host says that it grants.</summary>
    public void SetLimit(int perMinute)
    {
        lock (_lock)
        {
            Refill();
            _limit = perMinute;
            _tokens = Math.Min(_tokens, FullRate);
        }
    }

    /// <summary>Waits for the turn of a request of this weight.</summary>
    /// <returns><see langword="null"/> when it may go out; otherwise how long it would have had to wait: it is refused.</returns>
    public async ValueTask<TimeSpan?> AcquireAsync(int weight, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var wait = TryTake(weight, isWaiting: false);
        if (wait == TimeSpan.Zero)
        {
            return null;
        }

        if (wait > patience || Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            if (wait <= patience)
            {
                Interlocked.Decrement(ref _waiting);
            }

            Interlocked.Increment(ref _refused);
            return wait;
        }

        try
        {
            while (wait > TimeSpan.Zero)
            {
                if (clock.GetElapsedTime(started) + wait > patience)
                {
                    Interlocked.Increment(ref _refused);
                    return wait;
                }

                await Task.Delay(wait > LeastDelay ? wait : LeastDelay, clock, cancellationToken);
                wait = TryTake(weight, isWaiting: true);
            }

            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Reads what an answer says about the limit. True where it says that the request came too early.</summary>
    /// <param name="usedWeightHeader">See <see cref="OutgoingClientOptions.UsedWeightHeader"/>.</param>
    public bool IsRejection(HttpResponseMessage response, string? usedWeightHeader)
    {
        lock (_lock)
        {
            if (usedWeightHeader is not null && response.Headers.TryGetValues(usedWeightHeader, out var values)
                && int.TryParse(values.First(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var used))
            {
                _window.Report(used);
            }

            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or (HttpStatusCode)418))
            {
                _rejectionsInARow = 0;
                return false;
            }

            Refill();
            _factor = Math.Max(LeastFactor, Factor() * 0.5);
            _rejectedAt = clock.GetTimestamp();
            _tokens = Math.Min(_tokens, FullRate * _factor);
            Block(response.Headers.RetryAfter?.Delta ?? UntilDate(response) ?? _backoff.Next(_rejectionsInARow));
            _rejectionsInARow++;
            return true;
        }
    }

    private TimeSpan? UntilDate(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Date is { } date && date - clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : null;

    private TimeSpan TryTake(int weight, bool isWaiting)
    {
        lock (_lock)
        {
            if (Blocked() is var blocked && blocked > TimeSpan.Zero)
            {
                return blocked;
            }

            Refill();
            var ceiling = _window.WaitFor(weight, FullRate);
            if (ceiling > TimeSpan.Zero)
            {
                return ceiling;
            }

            // Who waits already goes first, and a request heavier than the whole bucket needs it full.
            var needed = Math.Min(weight, FullRate);
            var isTurn = isWaiting || Volatile.Read(ref _waiting) == 0;
            if (_tokens < needed || !isTurn)
            {
                return TimeSpan.FromMinutes(Math.Max(0, needed - _tokens) / (FullRate * Factor())) + LeastDelay;
            }

            _tokens -= weight;
            _window.Add(weight);
            return TimeSpan.Zero;
        }
    }

    private void Refill()
    {
        var now = clock.GetTimestamp();
        _tokens = Math.Min(FullRate, _tokens + (clock.GetElapsedTime(_filledAt, now).TotalMinutes * FullRate * Factor()));
        _filledAt = now;
    }

    /// <summary>The part of the full rate in force: what the last 429 left, and what was regained since.</summary>
    private double Factor()
    {
        if (_rejectedAt is not { } at)
        {
            return 1;
        }

        var calm = clock.GetElapsedTime(at) - CalmBeforeRegaining;
        return calm <= TimeSpan.Zero ? _factor : Math.Min(1, _factor + (RegainedPerStep * Math.Floor(calm / RegainStep)));
    }

    private TimeSpan Blocked()
    {
        var left = _blockedFor - clock.GetElapsedTime(_blockedFrom);
        return _blockedFor > TimeSpan.Zero && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Block(TimeSpan retryAfter)
    {
        if (retryAfter > Blocked())
        {
            _blockedFrom = clock.GetTimestamp();
            _blockedFor = retryAfter;
        }
    }
}
