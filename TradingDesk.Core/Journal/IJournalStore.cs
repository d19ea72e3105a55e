using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Journal;

/// <summary>Durable home of the journal. Called by one thread at a time.</summary>
public interface IJournalStore
{
    /// <summary>Writes the entries and all state that they imply in one transaction; returns once they are durable.</summary>
    /// <exception cref="IOException">Nothing of the batch was written; the same batch may be offered again.</exception>
    void Commit(IReadOnlyList<JournalEntry> entries);

    /// <summary>What the last run left: the point at which the desk goes on.</summary>
    DeskRecoveryState LoadRecoveryState();

    /// <summary>Entries after <paramref name="afterSequence"/>, oldest first, at most <paramref name="limit"/>; serialised as the event stream sends them.</summary>
    IReadOnlyList<StoredJournalEntry> ReadAfter(long afterSequence, int limit);

    /// <summary>The oldest sequence still kept; 0 where the journal is empty.</summary>
    long OldestSequence { get; }
}

/// <summary>A journal row: stream type (see the contract's StreamTypes) and its JSON data.</summary>
public sealed record StoredJournalEntry(long Sequence, Timestamp OccurredAt, string Type, string? Symbol, string Json);

/// <summary>State at the end of the journal.</summary>
public sealed record DeskRecoveryState
{
    public long LastSequence { get; init; }

    /// <summary>Latest event time in the journal; <see langword="null"/> on an empty data folder.</summary>
    public Timestamp? LastEventAt { get; init; }

    /// <summary>Balance after the last fill; <see langword="null"/> where there was none.</summary>
    public Money? Balance { get; init; }

    public IReadOnlyList<Position> OpenPositions { get; init; } = [];

    /// <summary>Orders accepted and neither filled, rejected nor cancelled.</summary>
    public IReadOnlyList<Order> WorkingOrders { get; init; } = [];

    /// <summary>Highest running numbers given out, so that ids never repeat.</summary>
    public long LastOrderNumber { get; init; }

    public long LastFillNumber { get; init; }

    public long LastPositionNumber { get; init; }

    /// <summary>Unreadable state counts as <see cref="KillLevel.StopNew"/>.</summary>
    public KillLevelEntry? Kill { get; init; }

    public ShadowModeEntry? Shadow { get; init; }

    /// <summary>Realised P&amp;L by UTC day of the last days, for daily limits.</summary>
    public Money RealizedToday { get; init; }

    public Money? PeakBalance { get; init; }

    /// <summary>The last good offset between the venues, by symbol; its age is the caller's to judge.</summary>
    public IReadOnlyDictionary<Symbol, VenueOffset> Offsets { get; init; } = new Dictionary<Symbol, VenueOffset>();
}
