using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

/// <summary>What the simulated trade server answers.</summary>
internal sealed record TradeReply(BridgeRetcode Retcode)
{
    public long Order { get; init; }

    public long Deal { get; init; }

    public long Position { get; init; }

    public decimal Lots { get; init; }

    public decimal Price { get; init; }

    public int? Closed { get; init; }

    public int? Left { get; init; }
}

/// <summary>An order as the Expert Advisor hands it to the trade server. Zero stands for none.</summary>
internal readonly record struct TradeRequest(int Symbol, Side Side, decimal Lots, decimal StopLoss, decimal TakeProfit, long Magic, string Comment);

/// <summary>An order that waits.</summary>
internal sealed class HeldOrder
{
    public required long Ticket { get; init; }

    public required TradeRequest Request { get; set; }

    public required PendingKind Kind { get; set; }

    public required decimal Price { get; set; }

    public required decimal StopLimit { get; set; }

    public required Timestamp PlacedAt { get; init; }

    public required Timestamp? Until { get; set; }
}

/// <summary>An open position.</summary>
internal sealed class HeldPosition
{
    public required long Ticket { get; init; }

    public required int Symbol { get; init; }

    public required Side Side { get; set; }

    public required decimal Lots { get; set; }

    public required decimal OpenPrice { get; set; }

    public required decimal StopLoss { get; set; }

    public required decimal TakeProfit { get; set; }

    public required Timestamp OpenedAt { get; init; }

    public required long Magic { get; init; }

    public required string Comment { get; init; }

    public decimal Swap { get; set; }
}

/// <summary>A deal that was done.</summary>
internal sealed record HeldDeal(
    long Ticket, long Position, long Order, int Symbol, Side Side, BridgeDealEntry Entry, decimal Lots, decimal Price,
    decimal Profit, decimal Commission, decimal Swap, BridgeDealReason Reason, long Magic, string Comment, Timestamp At);
