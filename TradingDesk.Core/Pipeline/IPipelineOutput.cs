using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline;

/// <summary>Takes what the pipeline makes, in the desk's one order. Called synchronously by the pipeline's thread.</summary>
public interface IPipelineOutput
{
    /// <summary>An entry to be made durable and then shown.</summary>
    void OnEntry(JournalEntry entry);

    /// <summary>A bar of loaded history: stored in bulk, not journaled.</summary>
    void OnHistoryBar(int instrumentId, in Bar bar);

    void OnTickSecond(in TickSecond row);

    /// <summary>To be called once everything before it is durable.</summary>
    void OnDurable(Action continuation);
}
