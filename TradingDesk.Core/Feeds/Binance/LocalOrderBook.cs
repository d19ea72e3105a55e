namespace TradingDesk.Core.Feeds.Binance;

public enum BookState : byte
{
    /// <summary>Not usable: updates are kept until a snapshot that they join onto is given.</summary>
    AwaitingSnapshot,

    Synchronised,
}

/// <summary>
/// The local copy of one symbol's book: a REST snapshot and the updates after it, checked for continuity. Spot chains by first and last id, futures
/// (updates that carry <c>pu</c>) by the previous id. A gap or a crossed book throws everything away and asks for a new snapshot.
/// Source: Binance's "How to manage a local order book correctly", spot and USD-M. One thread.
/// </summary>
public sealed class LocalOrderBook
{
    private readonly BookSide _bids;
    private readonly BookSide _asks;
    private readonly PendingDepth _pending = new();
    private bool _isFirstAfterSnapshot;

    /// <param name="maxLevels">Levels kept per side, 10 to 20,000; the worst go beyond it.</param>
    public LocalOrderBook(int maxLevels = 5_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLevels, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLevels, 20_000);
        _bids = new BookSide(isBid: true, maxLevels);
        _asks = new BookSide(isBid: false, maxLevels);
    }

    public BookState State { get; private set; }

    /// <summary>Id of the last update in the book; meaningful while synchronised.</summary>
    public long LastUpdateId { get; private set; }

    public int BidCount => _bids.Count;

    public int AskCount => _asks.Count;

    public long Applied { get; private set; }

    /// <summary>Updates that the book held already.</summary>
    public long Old { get; private set; }

    /// <summary>Times that an update did not join on.</summary>
    public long Gaps { get; private set; }

    /// <summary>Times that best bid and ask met or crossed.</summary>
    public long Crossings { get; private set; }

    /// <summary>Snapshots that were older than the first update kept, or that no update joined onto.</summary>
    public long RefusedSnapshots { get; private set; }

    /// <summary>Updates that wait, and that a full buffer gave up.</summary>
    public long Waiting => _pending.Count;

    public long GivenUp => _pending.Dropped;

    public bool TryGetBest(out BookLevel bid, out BookLevel ask)
    {
        if (State != BookState.Synchronised || _bids.Count == 0 || _asks.Count == 0)
        {
            bid = ask = default;
            return false;
        }

        bid = _bids[0];
        ask = _asks[0];
        return true;
    }

    /// <summary>Copies the best levels, best first; gives how many. Nothing while not synchronised.</summary>
    public int CopyBids(Span<BookLevel> destination) => Copy(_bids, destination);

    public int CopyAsks(Span<BookLevel> destination) => Copy(_asks, destination);

    /// <summary>Takes a depth update. False where the book needs a (new) snapshot.</summary>
    public bool Update(in BinanceFrame frame, DepthLevels bids, DepthLevels asks)
    {
        if (State == BookState.AwaitingSnapshot)
        {
            _pending.Add(frame, bids.Span, asks.Span);
            return false;
        }

        if (Apply(frame.FirstUpdateId, frame.LastUpdateId, frame.PreviousUpdateId, bids.Span, asks.Span))
        {
            return true;
        }

        Reset();
        _pending.Add(frame, bids.Span, asks.Span);
        return false;
    }

    /// <summary>Takes a snapshot and the updates kept. False where they do not join: fetch another.</summary>
    public bool Load(long lastUpdateId, DepthLevels bids, DepthLevels asks)
    {
        if (State == BookState.Synchronised && lastUpdateId <= LastUpdateId)
        {
            return true;
        }

        if (_pending.Count > 0 && lastUpdateId < _pending[0].FirstId - 1)
        {
            RefusedSnapshots++;
            return false;
        }

        Fill(_bids, bids);
        Fill(_asks, asks);
        LastUpdateId = lastUpdateId;
        State = BookState.Synchronised;
        _isFirstAfterSnapshot = true;
        for (var i = 0; i < _pending.Count; i++)
        {
            var update = _pending[i];
            if (!Apply(update.FirstId, update.LastId, update.PreviousId, _pending.BidsOf(update), _pending.AsksOf(update)))
            {
                RefusedSnapshots++;
                Reset();
                return false;
            }
        }

        _pending.Clear();
        return true;
    }

    /// <summary>Forgets everything; the next snapshot starts over.</summary>
    public void Reset()
    {
        State = BookState.AwaitingSnapshot;
        _bids.Clear();
        _asks.Clear();
        _pending.Clear();
    }

    private bool Apply(long firstId, long lastId, long previousId, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        var isFutures = previousId >= 0;
        var isOld = _isFirstAfterSnapshot && isFutures ? lastId < LastUpdateId : lastId <= LastUpdateId;
        if (isOld)
        {
            Old++;
            return true;
        }

        if (!Joins(firstId, previousId, isFutures))
        {
            Gaps++;
            return false;
        }

        foreach (var level in bids)
        {
            _bids.Set(level.Price, level.Quantity);
        }

        foreach (var level in asks)
        {
            _asks.Set(level.Price, level.Quantity);
        }

        LastUpdateId = lastId;
        _isFirstAfterSnapshot = false;
        Applied++;
        if (_bids.Count > 0 && _asks.Count > 0 && _bids[0].Price >= _asks[0].Price)
        {
            Crossings++;
            return false;
        }

        return true;
    }

    private bool Joins(long firstId, long previousId, bool isFutures)
    {
        if (!isFutures)
        {
            return firstId <= LastUpdateId + 1;
        }

        return previousId == LastUpdateId || (_isFirstAfterSnapshot && firstId <= LastUpdateId);
    }

    private int Copy(BookSide side, Span<BookLevel> destination)
    {
        var count = State == BookState.Synchronised ? Math.Min(side.Count, destination.Length) : 0;
        for (var i = 0; i < count; i++)
        {
            destination[i] = side[i];
        }

        return count;
    }

    private static void Fill(BookSide side, DepthLevels levels)
    {
        side.Clear();
        for (var i = levels.Count - 1; i >= 0; i--)
        {
            side.Set(levels.Span[i].Price, levels.Span[i].Quantity);
        }
    }
}
