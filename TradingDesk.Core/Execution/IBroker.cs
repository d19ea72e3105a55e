using TradingDesk.Core.Domain;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Execution;

/// <summary>Where the broker reports what became of orders, in the order in which it happened.</summary>
public interface IExecutionSink
{
    void OnOrder(Order order, Timestamp at);

    /// <param name="position">The position after the fill; <see langword="null"/> where it is closed.</param>
    /// <param name="trade">The closed trade; <see langword="null"/> where the position is still open.</param>
    void OnFill(Fill fill, Position? position, ClosedTrade? trade, Money balance, Timestamp at);
}

/// <summary>Takes approved orders. Nothing else reaches a market.</summary>
public interface IBroker
{
    /// <returns>The order id.</returns>
    string Submit(ApprovedOrder order, Timestamp at, IExecutionSink sink);

    /// <summary>Cancels entries that are not filled yet; reductions stay.</summary>
    void CancelWorkingEntries(string reason, Timestamp at, IExecutionSink sink);
}
