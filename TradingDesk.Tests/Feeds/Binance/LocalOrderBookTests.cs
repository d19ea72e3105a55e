using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Tests.Feeds.Binance;

public sealed class LocalOrderBookTests
{
    private readonly LocalOrderBook _book = new(10);

    [Fact]
    public void Update_BeforeSnapshot_KeptAndAppliedAfterIt()
    {
        Assert.False(Update(8, 10, bids: [(99, 7)]));
        Assert.False(Update(11, 12, bids: [(100, 1)]));
        Assert.False(_book.TryGetBest(out _, out _));

        Assert.True(Load(10, [(99, 5)], [(101, 5)]));

        Assert.True(_book.TryGetBest(out var bid, out var ask));
        Assert.Equal((new BookLevel(100, 1), new BookLevel(101, 5)), (bid, ask));
        Assert.Equal((1, 1, 12), (_book.Old, _book.Applied, _book.LastUpdateId));
    }

    [Fact]
    public void Load_OlderThanFirstUpdate_RefusedUntilNewer()
    {
        Update(50, 55, bids: [(100, 1)]);
        Assert.False(Load(40, [(99, 5)], [(101, 5)]));
        Assert.Equal(BookState.AwaitingSnapshot, _book.State);
        Assert.True(Load(49, [(99, 5)], [(101, 5)]));
    }

    [Fact]
    public void Update_SpotGap_StartsOver()
    {
        Load(10, [(99, 5)], [(101, 5)]);
        Assert.True(Update(11, 12));
        Assert.True(Update(9, 12));
        Assert.False(Update(14, 15));
        Assert.Equal((BookState.AwaitingSnapshot, 1L), (_book.State, _book.Gaps));
        Assert.True(Load(14, [(98, 5)], [(101, 5)]));
        Assert.Equal(15, _book.LastUpdateId);
    }

    [Fact]
    public void Update_Futures_ChainsByPreviousId()
    {
        Load(100, [(99, 5)], [(101, 5)]);
        Assert.True(Update(90, 95, previous: 89));
        Assert.True(Update(96, 105, previous: 95));
        Assert.True(Update(120, 130, previous: 105));
        Assert.False(Update(131, 140, previous: 129));
        Assert.Equal(1, _book.Gaps);
    }

    [Fact]
    public void Update_Crossed_StartsOver()
    {
        Load(10, [(99, 5)], [(101, 5)]);
        Assert.False(Update(11, 12, bids: [(101, 1)]));
        Assert.Equal((BookState.AwaitingSnapshot, 1L), (_book.State, _book.Crossings));
    }

    [Fact]
    public void Update_QuantityZero_DeletesKnownAndIgnoresUnknown()
    {
        Load(10, [(99, 5), (98, 4)], [(101, 5)]);
        Update(11, 12, bids: [(99, 0), (50, 0)]);
        _book.TryGetBest(out var bid, out _);
        Assert.Equal((98.0, 1), (bid.Price, _book.BidCount));
    }

    [Fact]
    public void Copy_TopLevels_BestFirst()
    {
        Load(10, [(99, 5), (98, 4), (97, 3)], [(101, 5), (102, 6)]);
        var bids = new BookLevel[2];
        var asks = new BookLevel[5];
        Assert.Equal((2, 2), (_book.CopyBids(bids), _book.CopyAsks(asks)));
        Assert.Equal([99.0, 98.0], bids.Select(l => l.Price));
        Assert.Equal([101.0, 102.0], asks[..2].Select(l => l.Price));
    }

    [Fact]
    public void Update_MoreLevelsThanTheLimit_WorstGo()
    {
        Load(10, [.. Enumerable.Range(0, 15).Select(i => (100.0 - i, 1.0))], [(101, 5)]);
        Assert.Equal(10, _book.BidCount);
        Update(11, 11, bids: [(100.5, 1)]);
        var bids = new BookLevel[20];
        Assert.Equal(10, _book.CopyBids(bids));
        Assert.Equal((100.5, 92.0), (bids[0].Price, bids[9].Price));
    }

    private bool Update(long first, long last, (double Price, double Quantity)[]? bids = null, long previous = -1)
    {
        var frame = new BinanceFrame { Kind = BinanceFrameKind.DepthUpdate, FirstUpdateId = first, LastUpdateId = last, PreviousUpdateId = previous };
        return _book.Update(frame, Levels(bids ?? []), Levels([]));
    }

    private bool Load(long lastId, (double Price, double Quantity)[] bids, (double Price, double Quantity)[] asks) => _book.Load(lastId, Levels(bids), Levels(asks));

    private static DepthLevels Levels((double Price, double Quantity)[] levels)
    {
        var result = new DepthLevels();
        foreach (var (price, quantity) in levels)
        {
            result.Add(price, quantity);
        }

        return result;
    }
}
