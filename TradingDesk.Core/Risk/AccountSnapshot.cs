using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Risk;

/// <summary>The account as risk sees it: an immutable copy. Execution changes reach risk only through the next snapshot.</summary>
/// <param name="OpenPositions">Open positions and entries still working, over all symbols.</param>
/// <param name="OpenInSymbol">The same for the symbol asked about.</param>
/// <param name="StorageDegraded">What happens may not be written down.</param>
/// <param name="DayStartEquity">Equity at the start of the UTC day.</param>
public readonly record struct AccountSnapshot(Money Equity, Money DayStartEquity, int OpenPositions, int OpenInSymbol, KillLevel KillLevel, bool StorageDegraded = false);

/// <summary>The market at the moment of the question.</summary>
public readonly record struct QuoteSnapshot(double Bid, double Ask)
{
    /// <summary>How far the data behind the proposal could be trusted when it was made; <see langword="null"/> where nothing was observed.</summary>
    public QualityReading? Quality { get; init; }

    /// <summary>How the offset between the venues stands; the default where there is one venue.</summary>
    public OffsetStanding Standing { get; init; }

    public bool IsUsable => Bid > 0 && Ask >= Bid;
}
