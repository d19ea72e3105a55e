using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Books;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Turns one symbol's local book into summaries, at most one in each 100 ms of receive time. One thread.</summary>
internal sealed class BookSummarizer(BinanceSymbol symbol)
{
    private const long IntervalMicroseconds = 100_000;

    private readonly BookLevel[] _levels = new BookLevel[BookSummary.Levels];
    private long _lastInterval = -1;

    /// <summary>Order flow at the best prices since the last summary; fed with every best-price frame.</summary>
    public BestLevelFlow Flow;

    /// <summary>The book in numbers, or <see langword="null"/> while it is not usable or this interval has had its summary.</summary>
    public BookSummary? TrySummarise(LocalOrderBook book, Timestamp at, Timestamp receivedAt)
    {
        var interval = receivedAt.UnixMicroseconds / IntervalMicroseconds;
        if (interval == _lastInterval || book.State != BookState.Synchronised || book.BidCount == 0 || book.AskCount == 0)
        {
            return null;
        }

        _lastInterval = interval;
        var bid = Summarise(_levels.AsSpan(0, book.CopyBids(_levels)));
        var ask = Summarise(_levels.AsSpan(0, book.CopyAsks(_levels)));
        var (sum, updates) = Flow.Take();
        return new BookSummary(symbol.InstrumentId, Venue.Binance, at, bid, ask, sum, updates);
    }

    private static BookSideSummary Summarise(ReadOnlySpan<BookLevel> levels)
    {
        double sum5 = 0, sum20 = 0, maxGap = 0;
        for (var i = 0; i < levels.Length; i++)
        {
            sum20 += levels[i].Quantity;
            sum5 += i < 5 ? levels[i].Quantity : 0;
            maxGap = i > 0 ? Math.Max(maxGap, Math.Abs(levels[i].Price - levels[i - 1].Price)) : 0;
        }

        var meanGap = levels.Length > 1 ? Math.Abs(levels[^1].Price - levels[0].Price) / (levels.Length - 1) : 0;
        return new BookSideSummary(levels[0].Price, levels[0].Quantity, sum5, sum20, levels.Length, meanGap, maxGap);
    }
}
