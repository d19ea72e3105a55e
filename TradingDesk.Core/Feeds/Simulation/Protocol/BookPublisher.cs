namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>Follows one instrument's quotes and turns the time between two publications into a diff. The first publication only sets the base.</summary>
internal sealed class BookPublisher(SimulatedMarket market, int instrument)
{
    private readonly int _grid = market.Instruments[instrument].BookGridTicks;
    private SyntheticBook _published = new();
    private SyntheticBook _current = new();
    private SimulatedQuote _quote;
    private long _quoteIndex = -1;

    public List<BookLevel> BidChanges { get; } = [];

    public List<BookLevel> AskChanges { get; } = [];

    /// <summary>The last quote seen; <see langword="null"/> before the first.</summary>
    public SimulatedQuote? LastQuote => _quoteIndex >= 0 ? _quote : null;

    public long LastQuoteIndex => _quoteIndex;

    public void Add(in SimulatedQuote quote, long index)
    {
        _quote = quote;
        _quoteIndex = index;
    }

    /// <summary>The changes since the last publication; false where there are none yet.</summary>
    public bool TakeChanges(out long firstId, out long lastId, out long previousId)
    {
        (firstId, lastId, previousId) = (0, 0, _published.LastUpdateId);
        if (_quoteIndex < 0 || SyntheticBook.UpdateIdOf(_quoteIndex) == _published.LastUpdateId)
        {
            return false;
        }

        _current.Set(_quote, _quoteIndex, _grid);
        var isFirst = previousId == 0;
        if (!isFirst)
        {
            SyntheticBook.Difference(_published.Bids, _current.Bids, isBid: true, BidChanges);
            SyntheticBook.Difference(_published.Asks, _current.Asks, isBid: false, AskChanges);
            (firstId, lastId) = (previousId + 1, _current.LastUpdateId);
        }

        (_published, _current) = (_current, _published);
        return !isFirst;
    }

    /// <summary>Forgets what was published: the next publication sets the base anew.</summary>
    public void Reset()
    {
        _published = new SyntheticBook();
        _quoteIndex = -1;
    }

    /// <summary>The book after the last quote.</summary>
    public SyntheticBook? State(SyntheticBook buffer)
    {
        if (_quoteIndex < 0)
        {
            return null;
        }

        buffer.Set(_quote, _quoteIndex, _grid);
        return buffer;
    }
}
