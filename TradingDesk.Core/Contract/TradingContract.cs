using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>One instrument of the desk. <paramref name="PrimaryVenue"/> is the venue whose ticks build its bars.</summary>
public sealed record SymbolView(
    string Symbol,
    bool Enabled,
    string PrimaryVenue,
    int PriceDecimals,
    decimal TickSize,
    decimal PipSize,
    decimal ContractSize,
    decimal MinLots,
    decimal MaxLots,
    decimal LotStep,
    bool ClosesAtWeekend);

/// <summary><c>GET /symbols</c>.</summary>
public sealed record SymbolList(IReadOnlyList<SymbolView> Symbols);

/// <summary><c>GET /positions</c>: open positions with their present value.</summary>
public sealed record PositionList(IReadOnlyList<PositionView> Positions);

/// <summary>An order as it stands. <paramref name="State"/> is <c>accepted</c>, <c>filled</c>, <c>rejected</c> or <c>cancelled</c>.</summary>
public sealed record OrderView(
    string OrderId,
    string Symbol,
    string Side,
    decimal Lots,
    bool ReduceOnly,
    string? PositionId,
    decimal? Stop,
    decimal? Target,
    string State,
    string Reason,
    string? TraceId,
    Timestamp CreatedAt,
    Timestamp UpdatedAt);

/// <summary><c>GET /orders</c>, newest first.</summary>
public sealed record OrderList(IReadOnlyList<OrderView> Orders);

/// <summary>
/// One execution. <paramref name="Entry"/> is <c>in</c> or <c>out</c>. <paramref name="Fee"/> and <paramref name="Slippage"/> (positive is a cost) are in the account's currency;
/// <paramref name="RealizedPnl"/> (net of fees) and <paramref name="RealizedR"/> are of the whole trade that it ended, null where it ended none.
/// </summary>
public sealed record FillView(
    string FillId,
    string OrderId,
    string PositionId,
    string Symbol,
    string Side,
    string Entry,
    decimal Lots,
    decimal Price,
    decimal Fee,
    decimal Slippage,
    string Reason,
    decimal? RealizedPnl,
    double? RealizedR,
    string? TraceId,
    Timestamp At);

/// <summary><c>GET /fills</c>, newest first.</summary>
public sealed record FillList(IReadOnlyList<FillView> Fills);

/// <summary><c>GET /health/live</c> and <c>GET /health/ready</c>.</summary>
public sealed record ProbeView(string Status);
