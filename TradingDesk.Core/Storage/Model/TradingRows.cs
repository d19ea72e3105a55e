using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Model;

// Rows of journal and trading. Written and read through prepared statements; EF Core keeps their schema. Decimals are text: exact.

/// <summary>The journal: what happened, in order, as the event stream sends it.</summary>
public sealed class JournalRow
{
    public long Sequence { get; init; }

    public Timestamp OccurredAt { get; init; }

    public required string Type { get; init; }

    public string? Symbol { get; init; }

    public required string Json { get; init; }
}

/// <summary>An order in its latest state.</summary>
public sealed class OrderRow
{
    public required string OrderId { get; init; }

    /// <summary>Journal sequence of the latest state.</summary>
    public long Sequence { get; init; }

    public required string Symbol { get; init; }

    public int Side { get; init; }

    public required string Lots { get; init; }

    public bool ReduceOnly { get; init; }

    public string? PositionId { get; init; }

    public string? Stop { get; init; }

    public string? Target { get; init; }

    public int State { get; init; }

    public required string Reason { get; init; }

    public string? TraceId { get; init; }

    public Timestamp CreatedAt { get; init; }

    public Timestamp UpdatedAt { get; init; }
}

public sealed class FillRow
{
    public required string FillId { get; init; }

    public long Sequence { get; init; }

    public required string OrderId { get; init; }

    public required string PositionId { get; init; }

    public required string Symbol { get; init; }

    public int Side { get; init; }

    public int Entry { get; init; }

    public required string Lots { get; init; }

    public required string Price { get; init; }

    public required string Fee { get; init; }

    public required string Slippage { get; init; }

    public required string Reason { get; init; }

    public string? TraceId { get; init; }

    public Timestamp OccurredAt { get; init; }
}

/// <summary>An open position; the row goes when it closes.</summary>
public sealed class PositionRow
{
    public required string PositionId { get; init; }

    public required string Symbol { get; init; }

    public int Side { get; init; }

    public required string Lots { get; init; }

    public required string EntryPrice { get; init; }

    public required string Stop { get; init; }

    public required string Target { get; init; }

    public required string InitialRisk { get; init; }

    public required string FeesPaid { get; init; }

    public string? TraceId { get; init; }

    public Timestamp OpenedAt { get; init; }
}

/// <summary>A closed position.</summary>
public sealed class TradeRow
{
    public required string PositionId { get; init; }

    public long Sequence { get; init; }

    public required string Symbol { get; init; }

    public int Side { get; init; }

    public required string Lots { get; init; }

    public required string EntryPrice { get; init; }

    public required string ExitPrice { get; init; }

    public required string GrossPnl { get; init; }

    public required string Fees { get; init; }

    public required string NetPnl { get; init; }

    public double RMultiple { get; init; }

    public required string ExitReason { get; init; }

    public string? TraceId { get; init; }

    public Timestamp OpenedAt { get; init; }

    public Timestamp ClosedAt { get; init; }
}

/// <summary>One value of the desk's own state; see <see cref="SystemStateKeys"/>.</summary>
public sealed class SystemStateRow
{
    public required string Key { get; init; }

    public required string Value { get; init; }
}
