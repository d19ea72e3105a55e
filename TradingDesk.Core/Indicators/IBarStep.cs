using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// One calculation over closed bars of one timeframe, as a step. Batch is a loop over <see cref="Update"/>; there is no second copy of the formula.
/// </summary>
/// <typeparam name="TReading">What one bar yields.</typeparam>
public interface IBarStep<TReading> : IHasState
    where TReading : struct
{
    /// <summary>Bars that must be seen before the first reading; at least 1.</summary>
    int WarmupBars { get; }

    /// <summary>The latest reading, or <see langword="null"/> while warming up.</summary>
    TReading? Current { get; }

    /// <summary>Takes the next closed bar. Bars must come in order; the step never sees a bar twice.</summary>
    /// <returns>The reading as of this bar's close, or <see langword="null"/> until <see cref="WarmupBars"/> bars were seen. Never NaN.</returns>
    TReading? Update(in Bar bar);

    /// <summary>Forgets everything, as if newly made.</summary>
    void Reset();
}
