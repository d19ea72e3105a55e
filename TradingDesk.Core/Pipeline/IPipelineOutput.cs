using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>Takes what the pipeline makes, in the desk's one order. Called synchronously by the pipeline's thread.</summary>
public interface IPipelineOutput
{
    /// <summary>An entry to be made durable and then shown.</summary>
    void OnEntry(JournalEntry entry);

    /// <summary>A bar of loaded history: stored in bulk, not journaled.</summary>
    void OnHistoryBar(int instrumentId, in Bar bar);

    void OnTickSecond(in TickSecond row);

    /// <summary>A fused M5 candle or a revision of one: derived, stored in bulk, not journaled (decisions/0013).</summary>
    void OnFused(int instrumentId, M5Candle candle);

    /// <summary>A minute of an instrument's data quality, for the record of its day.</summary>
    void OnQualityMinute(int instrumentId, QualityMinute minute);

    /// <summary>To be called once everything before it is durable.</summary>
    void OnDurable(Action continuation);
}
