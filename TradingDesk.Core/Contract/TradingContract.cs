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

/// <summary><c>GET /health/live</c> and <c>GET /health/ready</c>.</summary>
public sealed record ProbeView(string Status);
