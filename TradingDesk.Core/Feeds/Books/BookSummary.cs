using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Books;

/// <summary>One side of a book in numbers. Quantities in base units, gaps in quote currency per unit.</summary>
/// <param name="Price">Best price.</param>
/// <param name="Size">Quantity at the best price.</param>
/// <param name="Sum5">Quantity at the five best prices.</param>
/// <param name="Sum20">Quantity at the twenty best prices.</param>
/// <param name="Levels">Prices counted in, 1 to 20.</param>
/// <param name="MeanGap">Mean distance between neighbouring prices among them; 0 with one level.</param>
/// <param name="MaxGap">Largest such distance.</param>
public readonly record struct BookSideSummary(double Price, double Size, double Sum5, double Sum20, int Levels, double MeanGap, double MaxGap);

/// <summary>
/// What the pipeline gets of a local order book: the twenty best levels of each side in numbers, at most once every 100 ms. Between two summaries nothing
/// of the book is known but <paramref name="OrderFlowImbalance"/>, which the feed has summed over every change of the best prices.
/// </summary>
/// <param name="At">The venue's instant of the update that completed the book.</param>
/// <param name="OrderFlowImbalance">Best-level order-flow imbalance since the summary before, in base units; see <see cref="BestLevelFlow"/>.</param>
/// <param name="Updates">Changes of the best prices and sizes that it was summed over.</param>
public sealed record BookSummary(int InstrumentId, Venue Venue, Timestamp At, BookSideSummary Bid, BookSideSummary Ask, double OrderFlowImbalance, int Updates)
{
    public const int Levels = 20;

    /// <summary>(bids − asks) / (bids + asks) over the five best prices, −1 to 1.</summary>
    public double Imbalance5 => Balance(Bid.Sum5, Ask.Sum5);

    /// <summary>(bids − asks) / (bids + asks) over the twenty best prices, −1 to 1.</summary>
    public double Imbalance20 => Balance(Bid.Sum20, Ask.Sum20);

    /// <summary>(bids − asks) / (bids + asks) at the best prices, −1 to 1.</summary>
    public double ImbalanceBest => Balance(Bid.Size, Ask.Size);

    /// <summary>The mid-price drawn towards the thinner side: (ask · bid size + bid · ask size) / (bid size + ask size), in quote currency per unit.</summary>
    public double Microprice => ((Ask.Price * Bid.Size) + (Bid.Price * Ask.Size)) / (Bid.Size + Ask.Size);

    private static double Balance(double bid, double ask) => bid + ask > 0 ? (bid - ask) / (bid + ask) : 0;
}
