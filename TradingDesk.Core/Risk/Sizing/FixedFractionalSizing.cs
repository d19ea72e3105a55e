using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Risk.Sizing;

/// <summary>Volume such that a stop-out costs a fixed fraction of equity: lots = equity × fraction × factor ÷ (stop distance × contract size × account per quote).</summary>
internal static class FixedFractionalSizing
{
    /// <returns>Lots on the instrument's lot grid, rounded down; zero where even the minimum would risk too much.</returns>
    public static Quantity Size(Instrument instrument, Money equity, double riskFraction, double sizeFactor, decimal stopDistance, decimal maxLots)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stopDistance);
        if (equity.Amount <= 0)
        {
            return Quantity.Zero;
        }

        var budget = equity.Amount * (decimal)riskFraction * (decimal)sizeFactor;
        var lossPerLot = stopDistance * instrument.ContractSize * instrument.AccountPerQuote;
        return instrument.FloorToLotStep(Math.Min(budget / lossPerLot, maxLots));
    }
}
