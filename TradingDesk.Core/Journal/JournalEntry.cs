using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Journal;

/// <summary>
/// One thing that happened, in the desk's one order. Entries are append-only and numbered without a gap; the number is the <c>id:</c> of the event stream.
/// An entry is shown to nobody (API, stream, broker) before it is durable.
/// </summary>
public abstract record JournalEntry
{
    /// <summary>1, 2, 3, … over the life of the data folder.</summary>
    public required long Sequence { get; init; }

    /// <summary>Event time.</summary>
    public required Timestamp OccurredAt { get; init; }

    public Symbol? Symbol { get; init; }
}

public sealed record BarClosedEntry(Bar Bar) : JournalEntry;

public sealed record StructureEntry(Timeframe Timeframe, StructureEvent Event) : JournalEntry;

public sealed record DecisionEntry(DecisionTrace Trace) : JournalEntry;

public sealed record OrderEntry(Order Order) : JournalEntry;

/// <summary>A fill with the state it led to: <paramref name="Position"/> after it (<see langword="null"/> where closed), the closed trade, the balance after it.</summary>
public sealed record FillEntryRecord(Fill Fill, Position? Position, ClosedTrade? Trade, Money Balance) : JournalEntry;

/// <summary>A change of the kill level.</summary>
public sealed record KillLevelEntry(KillLevel Level, string By, string Reason) : JournalEntry;

/// <summary>A change of shadow mode; no symbols means all.</summary>
public sealed record ShadowModeEntry(bool Enabled, IReadOnlyList<Symbol> Symbols, string By, string Reason) : JournalEntry;

/// <summary>A new configuration version came into force.</summary>
public sealed record ConfigAppliedEntry(int Version, string By, string Reason) : JournalEntry;

/// <summary>The offset between the venues was measured, or failed to be in a new way.</summary>
public sealed record OffsetCalibratedEntry(OffsetCalibration Calibration) : JournalEntry;

/// <summary>Something about feeds or the desk itself that people should find later: a gap, a fill, a recovery, a restart.</summary>
public sealed record OperationsEntry(string Component, string Kind, string Detail) : JournalEntry;
