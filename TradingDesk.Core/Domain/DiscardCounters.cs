namespace TradingDesk.Core.Domain;

/// <summary>Every reason for which the desk discards something. Nothing is dropped without one of these being counted.</summary>
public enum DiscardReason
{
    /// <summary>A frame that is not the JSON that the protocol promises.</summary>
    Malformed,

    /// <summary>A well-formed frame of a kind or symbol that the desk does not use.</summary>
    UnknownFrame,

    /// <summary>Zero, negative, not finite or absurdly large price or volume.</summary>
    BadPrice,

    /// <summary>Bid above ask (or equal, where the venue never locks).</summary>
    Crossed,

    /// <summary>The same message again (by sequence or content).</summary>
    Duplicate,

    /// <summary>Older than what the reorder allowance accepts.</summary>
    OutOfOrder,

    /// <summary>Its bar has closed.</summary>
    Late,

    /// <summary>Older than the stale limit when received.</summary>
    Stale,

    /// <summary>Its instant lies further in the future than the clock allowance.</summary>
    Future,

    /// <summary>A jump that no second tick confirmed.</summary>
    Outlier,

    /// <summary>A second trade stream (trade beside aggTrade) for the same symbol.</summary>
    RedundantStream,

    /// <summary>A quote that a full queue replaced by a newer one.</summary>
    QueueFull,

    /// <summary>A raw tick that a slow disk could not take.</summary>
    StorageBackpressure,

    /// <summary>An event that a slow subscriber did not fetch in time.</summary>
    SlowSubscriber,

    /// <summary>Its instant lies in the weekly closure of its market.</summary>
    MarketClosed,

    /// <summary>A primary venue's tick for a bar that the secondary carries; it stays on the tape.</summary>
    NotCarrier,
    /// <summary>A quote that a newer one of the same short interval replaced while ticks came too fast.</summary>
    Conflated,
}

/// <summary>Counts by reason. Written by one thread, read by any.</summary>
public sealed class DiscardCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<DiscardReason>().Length];

    public void Add(DiscardReason reason, long count = 1) =>
        Volatile.Write(ref _counts[(int)reason], _counts[(int)reason] + count);

    /// <summary>For counters that several threads write.</summary>
    public void AddShared(DiscardReason reason, long count = 1) => Interlocked.Add(ref _counts[(int)reason], count);

    public long this[DiscardReason reason] => Volatile.Read(ref _counts[(int)reason]);

    public long Total
    {
        get
        {
            long total = 0;
            for (var i = 0; i < _counts.Length; i++)
            {
                total += Volatile.Read(ref _counts[i]);
            }

            return total;
        }
    }

    /// <summary>The reason's name in JSON: <c>outOfOrder</c> for <see cref="DiscardReason.OutOfOrder"/>.</summary>
    public static string NameOf(DiscardReason reason)
    {
        var name = reason.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public void AddTo(IDictionary<string, long> totals)
    {
        foreach (var reason in Enum.GetValues<DiscardReason>())
        {
            var name = NameOf(reason);
            totals[name] = (totals.TryGetValue(name, out var sum) ? sum : 0) + this[reason];
        }
    }
}
