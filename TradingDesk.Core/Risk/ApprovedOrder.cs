using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Risk;

/// <summary>An order that passed the risk gate. Execution accepts nothing else, and only <see cref="RiskGate"/> holds the seal that makes one.</summary>
public sealed class ApprovedOrder
{
    private ApprovedOrder(Symbol symbol, Side side, Quantity quantity, bool reduceOnly, string? positionId, Price? stop, Price? target, string reason, string? traceId)
    {
        Symbol = symbol;
        Side = side;
        Quantity = quantity;
        ReduceOnly = reduceOnly;
        PositionId = positionId;
        Stop = stop;
        Target = target;
        Reason = reason;
        TraceId = traceId;
    }

    public Symbol Symbol { get; }

    public Side Side { get; }

    public Quantity Quantity { get; }

    /// <summary>True where the order can only shrink the position <see cref="PositionId"/>.</summary>
    public bool ReduceOnly { get; }

    public string? PositionId { get; }

    public Price? Stop { get; }

    public Price? Target { get; }

    public string Reason { get; }

    public string? TraceId { get; }

    /// <exception cref="ArgumentNullException">No seal: the caller is not the risk gate.</exception>
    internal static ApprovedOrder Entry(RiskGate.Seal seal, Symbol symbol, Side side, Quantity quantity, Price stop, Price target, string reason, string? traceId)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return new ApprovedOrder(symbol, side, quantity, reduceOnly: false, positionId: null, stop, target, reason, traceId);
    }

    /// <exception cref="ArgumentNullException">No seal: the caller is not the risk gate.</exception>
    internal static ApprovedOrder Reduction(RiskGate.Seal seal, Symbol symbol, Side side, Quantity quantity, string positionId, string reason)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return new ApprovedOrder(symbol, side, quantity, reduceOnly: true, positionId, stop: null, target: null, reason, traceId: null);
    }
}
