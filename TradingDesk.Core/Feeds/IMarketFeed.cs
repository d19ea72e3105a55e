using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds;

/// <summary>
/// Where feeds put what they receive. One call at a time per feed. Completes synchronously while the queue has room; a full queue drops the quote
/// (counted as <see cref="DiscardReason.QueueFull"/>) and makes everything else wait.
/// </summary>
public interface IFeedSink
{
    ValueTask PublishAsync(in MarketEvent item, CancellationToken cancellationToken);
}

/// <summary>Takes every raw message as it was received, before parsing. Called on the receiving task; must copy what it keeps, must not block.</summary>
public interface IRawTap
{
    /// <param name="venue">Where it came from.</param>
    /// <param name="channel">The venue's own symbol where it is known (BTCUSDT), otherwise a name such as <c>session</c>; lower-case file-safe.</param>
    /// <param name="receivedAt">The desk's receive instant.</param>
    /// <param name="message">One frame or line, without line end.</param>
    void OnRaw(Venue venue, string channel, Timestamp receivedAt, ReadOnlySpan<byte> message);
}

/// <summary>A live source of ticks. Runs until cancelled; network faults are its own business (back-off, resubscribe, gap-fill), shown in <see cref="Status"/>.</summary>
public interface IMarketFeed
{
    Venue Venue { get; }

    /// <summary>Component name in <c>/health</c>, such as <c>feeds.binance</c>.</summary>
    string Name { get; }

    FeedStatus Status { get; }

    Task RunAsync(IFeedSink sink, CancellationToken cancellationToken);

    /// <summary>
    /// Gives up every connection and makes new ones; completes when all that was missed has been passed on, as far as it can be had, and the feed is live again.
    /// Where there is nothing to connect to, that is when there is.
    /// </summary>
    Task ReopenAsync(string reason, CancellationToken cancellationToken);
}

/// <summary>Closed bars from a venue's history.</summary>
public interface IHistoricalBars
{
    Venue Venue { get; }

    /// <summary>Closed bars with OpenTime in [from, to), oldest first, flagged <see cref="BarFlags.History"/>. Network faults come as a <see cref="Fault"/>.</summary>
    Task<Outcome<IReadOnlyList<Bar>>> GetBarsAsync(Instrument instrument, Timeframe timeframe, Timestamp from, Timestamp to, CancellationToken cancellationToken);
}

public enum FeedConnection : byte
{
    Disconnected,
    Connecting,
    GapFilling,
    Live,
    Failed,
}

/// <summary>A snapshot of a feed for health and dashboard. Immutable; the feed swaps it.</summary>
public sealed record FeedStatus
{
    public FeedConnection Connection { get; init; }

    /// <summary>In words, for people: what is wrong or what it is doing.</summary>
    public string Detail { get; init; } = "not started";

    public Timestamp? Since { get; init; }

    public Timestamp? LastMessageAt { get; init; }

    public long Messages { get; init; }

    public int Reconnects { get; init; }

    /// <summary>Venue clock minus desk clock, where measured.</summary>
    public TimeSpan? ClockOffset { get; init; }

    public IReadOnlyDictionary<string, long> Discards { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);
}
