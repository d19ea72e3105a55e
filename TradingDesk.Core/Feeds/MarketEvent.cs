using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Books;

namespace TradingDesk.Core.Feeds;

public enum MarketEventKind : byte
{
    /// <summary>A quote or trade in <see cref="MarketEvent.Tick"/>.</summary>
    Tick = 1,

    /// <summary>Event time reached <see cref="MarketEvent.At"/>; closes bars of quiet minutes. Comes each second of event time.</summary>
    Clock = 2,

    /// <summary>A feed's connection changed; payload <see cref="FeedNotice"/>.</summary>
    Feed = 3,

    /// <summary>A closed M1 bar loaded as a bar after a gap too long for ticks, or from history; payload <see cref="LoadedBar"/>.</summary>
    LoadedBar = 4,

    /// <summary>Something a person or a job asks for, in its place in the stream; payload is a command of the pipeline.</summary>
    Command = 5,

    /// <summary>The state of a local order book in numbers; payload <see cref="BookSummary"/>.</summary>
    Book = 6,

    /// <summary>What a feed found wrong before a tick came of it; payload <see cref="FeedFaults"/>.</summary>
    FeedFaults = 7,
}

/// <summary>The one input type of the pipeline: everything that can change a decision comes as one of these, in one order.</summary>
public readonly struct MarketEvent
{
    private MarketEvent(MarketEventKind kind, int instrumentId, Timestamp at, in Tick tick, object? payload)
    {
        Kind = kind;
        InstrumentId = instrumentId;
        At = at;
        Tick = tick;
        Payload = payload;
    }

    public MarketEventKind Kind { get; }

    /// <summary>The instrument, or −1 for all.</summary>
    public int InstrumentId { get; }

    /// <summary>The desk's receive instant for ticks and notices, the event instant for the clock.</summary>
    public Timestamp At { get; }

    public Tick Tick { get; }

    public object? Payload { get; }

    public static MarketEvent FromTick(in Tick tick) => new(MarketEventKind.Tick, tick.InstrumentId, tick.ReceivedAt, tick, null);

    public static MarketEvent Clock(Timestamp at) => new(MarketEventKind.Clock, -1, at, default, null);

    public static MarketEvent FromFeed(FeedNotice notice, Timestamp at) => new(MarketEventKind.Feed, notice.InstrumentId, at, default, notice);

    public static MarketEvent FromBar(LoadedBar bar, Timestamp at) => new(MarketEventKind.LoadedBar, bar.InstrumentId, at, default, bar);

    public static MarketEvent FromBook(BookSummary book, Timestamp at) => new(MarketEventKind.Book, book.InstrumentId, at, default, book);
    public static MarketEvent FromFaults(FeedFaults faults, Timestamp at) => new(MarketEventKind.FeedFaults, faults.InstrumentId, at, default, faults);

    public static MarketEvent Command(object command, int instrumentId, Timestamp at) => new(MarketEventKind.Command, instrumentId, at, default, command);
}

/// <summary>A closed M1 bar that came as a bar. <see cref="BarFlags.History"/> or <see cref="BarFlags.Filled"/> says why.</summary>
public sealed record LoadedBar(int InstrumentId, Bar Bar);

/// <summary>Messages of one instrument that a feed refused by itself, and candles of the venue that differ from its trades; at most one such event a second.</summary>
public sealed record FeedFaults(Venue Venue, int InstrumentId, int Duplicates, int OutOfOrder, int DifferingCandles);

public enum FeedNoticeKind : byte
{
    /// <summary>Data flow (again) and nothing is missing: bars may close.</summary>
    Live = 1,

    /// <summary>The connection is lost or data are missing: bars of this venue's instruments must not close until <see cref="Live"/>.</summary>
    Interrupted = 2,

    /// <summary>What was missed could not be fetched as ticks: bars over it are flagged <see cref="BarFlags.Gap"/>, unless they come as bars. Ends no interruption: <see cref="Live"/> does.</summary>
    GapUnfilled = 3,

    /// <summary>A sign of life without a price. Says only that the venue is not dead; comes at most once in some seconds.</summary>
    Heartbeat = 4,
}

/// <summary>A change in a feed's connection, in its place among the ticks.</summary>
/// <param name="InstrumentId">The instrument, or −1 for all that the venue carries.</param>
/// <param name="From">For gaps: the first instant not covered.</param>
/// <param name="To">For gaps: the end (exclusive) of what is not covered.</param>
public sealed record FeedNotice(Venue Venue, int InstrumentId, FeedNoticeKind Kind, string Reason, Timestamp? From = null, Timestamp? To = null);
