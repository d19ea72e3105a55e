using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Execution;

public enum OrderState : byte
{
    Accepted = 1,
    Filled = 2,
    Rejected = 3,
    Cancelled = 4,
}

public enum FillEntry : byte
{
    /// <summary>Opens or adds to a position.</summary>
    In = 1,

    /// <summary>Reduces or closes one.</summary>
    Out = 2,
}

/// <summary>An order as it stands. Immutable; a new state is a new instance.</summary>
/// <param name="OrderId">Deterministic: <c>O</c> and a running number.</param>
/// <param name="PositionId">For reduce-only orders the position that it reduces.</param>
public sealed record Order(
    string OrderId,
    Symbol Symbol,
    Side Side,
    Quantity Quantity,
    bool ReduceOnly,
    string? PositionId,
    Price? Stop,
    Price? Target,
    OrderState State,
    string Reason,
    string? TraceId,
    Timestamp CreatedAt,
    Timestamp UpdatedAt);

/// <summary>One execution.</summary>
/// <param name="Slippage">Signed cost against the quote at the order's acceptance, account currency; positive is a cost.</param>
public sealed record Fill(
    string FillId,
    string OrderId,
    string PositionId,
    Symbol Symbol,
    Side Side,
    FillEntry Entry,
    Quantity Quantity,
    Price Price,
    Money Fee,
    Money Slippage,
    string Reason,
    string? TraceId,
    Timestamp OccurredAt);

/// <summary>An open position. <paramref name="InitialRisk"/> is the money between entry and the first stop: one R.</summary>
public sealed record Position(
    string PositionId,
    Symbol Symbol,
    Side Side,
    Quantity Quantity,
    Price EntryPrice,
    Price Stop,
    Price Target,
    Money InitialRisk,
    Money FeesPaid,
    string? TraceId,
    Timestamp OpenedAt);

/// <summary>A position from entry to exit.</summary>
public sealed record ClosedTrade(
    string PositionId,
    Symbol Symbol,
    Side Side,
    Quantity Quantity,
    Price EntryPrice,
    Price ExitPrice,
    Money GrossPnl,
    Money Fees,
    Money NetPnl,
    double RMultiple,
    string ExitReason,
    string? TraceId,
    Timestamp OpenedAt,
    Timestamp ClosedAt);
