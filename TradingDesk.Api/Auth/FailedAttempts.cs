using TradingDesk.Api.Hosting;

namespace TradingDesk.Api.Auth;

/// <summary>
/// Slows down addresses that fail to authenticate. Only failures wait: on one machine every program shares the loopback address, and a program with a stale key must not
/// lock out the people; keys and codes have 256 random bits, so a right guess is not what this guards against. Passwords have not: they are not looked at while the address waits.
/// </summary>
public sealed class FailedAttempts(DeskHttpOptions options, TimeProvider clock)
{
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Record> _byAddress = new(StringComparer.Ordinal);

    /// <summary>Notes a failure. Returns how long the address has to wait, or <see langword="null"/> while it has failures left.</summary>
    public TimeSpan? Fail(string address)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var record = Find(address, now);
            if (record.WaitUntil is { } until && until > now)
            {
                return until - now;
            }

            record.Failures.Enqueue(now);
            record.LastFailure = now;
            while (record.Failures.TryPeek(out var oldest) && oldest <= now - Window)
            {
                record.Failures.Dequeue();
            }

            if (record.Failures.Count <= options.FailedSignInLimit)
            {
                return null;
            }

            var delay = TimeSpan.FromSeconds(Math.Min(options.FailedSignInDelaySeconds * Math.Pow(2, record.Waits), LongestDelay.TotalSeconds));
            record.Waits++;
            record.Failures.Dequeue();
            record.WaitUntil = now + delay;
            return delay;
        }
    }

    /// <summary>How long the address still has to wait; <see langword="null"/> where it need not.</summary>
    public TimeSpan? WaitOf(string address)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            return _byAddress.TryGetValue(address, out var record) && record.WaitUntil is { } until && until > now ? until - now : null;
        }
    }

    private TimeSpan Window => TimeSpan.FromMinutes(options.FailedSignInWindowMinutes);

    private Record Find(string address, DateTimeOffset now)
    {
        if (_byAddress.TryGetValue(address, out var record))
        {
            return record;
        }

        if (_byAddress.Count >= MaxAddresses)
        {
            ForgetOne(now);
        }

        return _byAddress[address] = new Record { LastFailure = now };
    }

    /// <summary>Forgets all that are past caring about, or the one that failed longest ago.</summary>
    private void ForgetOne(DateTimeOffset now)
    {
        foreach (var (address, _) in _byAddress.Where(pair => pair.Value.LastFailure < now - Window - LongestDelay).ToList())
        {
            _byAddress.Remove(address);
        }

        if (_byAddress.Count >= MaxAddresses)
        {
            _byAddress.Remove(_byAddress.MinBy(pair => pair.Value.LastFailure).Key);
        }
    }

    private sealed class Record
    {
        public Queue<DateTimeOffset> Failures { get; } = new();

        public DateTimeOffset LastFailure { get; set; }

        public DateTimeOffset? WaitUntil { get; set; }

        public int Waits { get; set; }
    }
}
