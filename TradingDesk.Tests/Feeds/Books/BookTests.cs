using TradingDesk.Core.Analysis.OrderFlow;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Books;
using TradingDesk.Tests.Analysis.OrderFlow;

namespace TradingDesk.Tests.Feeds.Books;

public sealed class BookTests
{
    [Fact]
    public void BestLevelFlow_UnchangedPrices_IsTheChangeOfSizes()
    {
        var flow = new BestLevelFlow();
        flow.Add(99, 5, 101, 7);
        flow.Add(99, 8, 101, 6);

        Assert.Equal(3 - -1, flow.Sum);
    }

    [Theory]
    [InlineData(99.5, 2, 101, 7, 2)]
    [InlineData(98, 2, 101, 7, -5)]
    [InlineData(99, 5, 100.5, 4, -4)]
    [InlineData(99, 5, 102, 4, 7)]
    public void BestLevelFlow_PriceMoves_AddsOrTakesWholeLevels(double bid, double bidSize, double ask, double askSize, double expected)
    {
        var flow = new BestLevelFlow();
        flow.Add(99, 5, 101, 7);
        flow.Add(bid, bidSize, ask, askSize);

        Assert.Equal((expected, 1), (flow.Sum, flow.Updates));
    }

    [Fact]
    public void BestLevelFlow_Take_StartsAnewFromTheSameBook()
    {
        var flow = new BestLevelFlow();
        flow.Add(99, 5, 101, 7);
        flow.Add(99, 6, 101, 7);

        Assert.Equal((1, 1), flow.Take());
        flow.Add(99, 8, 101, 7);
        Assert.Equal((2, 1), flow.Take());
    }

    [Fact]
    public void Summary_Measures_ByHand()
    {
        var book = Make(new BookSideSummary(99, 3, 30, 60, 20, 1, 2), new BookSideSummary(101, 1, 10, 20, 20, 1, 2.5));

        Assert.Equal((0.5, 0.5, 0.5), (book.Imbalance5, book.Imbalance20, book.ImbalanceBest));
        Assert.Equal((101 * 3 + 99 * 1) / 4.0, book.Microprice);
    }

    [Theory]
    [InlineData(13.01, 10, Direction.Bullish, false)]
    [InlineData(13, 10, Direction.None, false)]
    [InlineData(15.01, 10, Direction.Bullish, true)]
    [InlineData(6.99, 10, Direction.Bearish, false)]
    [InlineData(6.6, 10, Direction.Bearish, true)]
    public void Tracker_DepthRatio_HasTheOriginalsThresholds(double bids, double asks, Direction side, bool isExtreme)
    {
        var tracker = new BookTracker();
        tracker.OnBook(Make(new BookSideSummary(99, 1, bids, bids, 5, 1, 1), new BookSideSummary(101, 1, asks, asks, 5, 1, 1)));

        Assert.Equal((side, isExtreme), (tracker.Read()!.Value.Side, tracker.Read()!.Value.IsExtreme));
    }

    [Fact]
    public void Tracker_Gaps_AreVoidsAboveTwiceTheMean()
    {
        var tracker = new BookTracker();
        Assert.Null(tracker.Read());
        tracker.OnBook(Make(new BookSideSummary(99, 1, 1, 1, 20, 1, 2), new BookSideSummary(101, 1, 1, 1, 20, 1, 2.01)));

        Assert.Equal((false, true), (tracker.Read()!.Value.HasBidVoid, tracker.Read()!.Value.HasAskVoid));
    }

    [Fact]
    public void Tracker_Flow_IsSummedOverSeconds()
    {
        var tracker = new BookTracker();
        foreach (var (at, flow) in new[] { (0, 1.0), (55_000, 2), (60_000, 4), (64_999, 8) })
        {
            tracker.OnBook(Make(default, default) with { At = Flow.At(at), OrderFlowImbalance = flow });
        }

        Assert.Equal((14, 14), (tracker.Read()!.Value.FlowImbalance10s, tracker.Read()!.Value.FlowImbalance60s));
    }

    private static BookSummary Make(BookSideSummary bid, BookSideSummary ask) => new(0, Venue.Binance, Flow.At(0), bid, ask, 0, 0);
}
