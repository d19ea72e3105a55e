using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Replay;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>The book built from recorded updates against the best bid and ask that Binance sent itself, and the cost of handling a frame.</summary>
public sealed class RecordedBookTests(ITestOutputHelper output)
{
    /// <summary>A summary is the one thing that a frame may allocate.</summary>
    private const int MaxSummaryBytes = 200;

    /// <summary>After an update up to id u the book's touch is the last bookTicker with an id up to u.</summary>
    [SharedDataTheory("binance-frames")]
    [InlineData("spot_btcusdt_20240808.gz", 3_400, 0.999)]
    [InlineData("usdm_btcusdt_20240808.gz", 6_400, 0.999)]
    public void Book_RecordedUpdates_TouchEqualsBookTicker(string file, int leastCompared, double leastAgreement)
    {
        var parser = new BinanceFrameParser(new SymbolTable(["BTCUSDT"]));
        var book = new LocalOrderBook();
        var tickers = new List<BinanceFrame>();
        var touches = new List<(long Id, BookLevel Bid, BookLevel Ask)>();
        using var reader = new RecordedFrameReader(SharedData.Find(Path.Combine("binance-frames", file))!);
        while (reader.TryRead(out _, out var bytes))
        {
            switch (parser.Parse(bytes, out var frame))
            {
                case BinanceFrameKind.BookTicker:
                    tickers.Add(frame);
                    break;
                case BinanceFrameKind.DepthSnapshot:
                    Assert.True(book.Load(frame.LastUpdateId, parser.Buffers.Bids, parser.Buffers.Asks));
                    break;
                case BinanceFrameKind.DepthUpdate when book.Update(frame, parser.Buffers.Bids, parser.Buffers.Asks) && book.TryGetBest(out var bid, out var ask):
                    touches.Add((book.LastUpdateId, bid, ask));
                    break;
            }
        }

        tickers.Sort((a, b) => a.LastUpdateId.CompareTo(b.LastUpdateId));
        int compared = 0, equal = 0, pricesEqual = 0;
        var at = -1;
        foreach (var (id, bid, ask) in touches)
        {
            while (at + 1 < tickers.Count && tickers[at + 1].LastUpdateId <= id)
            {
                at++;
            }

            if (at >= 0 && at + 1 < tickers.Count)
            {
                var t = tickers[at];
                compared++;
                pricesEqual += (bid.Price, ask.Price) == (t.Bid, t.Ask) ? 1 : 0;
                equal += (bid, ask) == (new BookLevel(t.Bid, t.BidQuantity), new BookLevel(t.Ask, t.AskQuantity)) ? 1 : 0;
            }
        }

        output.WriteLine($"{file}: {compared} compared, prices equal {pricesEqual}, with quantities {equal}; gaps {book.Gaps}, crossings {book.Crossings}, levels {book.BidCount}/{book.AskCount}");
        Assert.True(compared >= leastCompared, $"{compared}");
        Assert.Equal((0, 0), (book.Gaps, book.Crossings));
        Assert.True(equal >= leastAgreement * compared, $"{equal} of {compared}");
    }

    [SharedDataTheory("binance-frames")]
    [InlineData("spot_btcusdt_20240808.gz")]
    [InlineData("usdm_btcusdt_20240808.gz")]
    public void Handle_RecordedFile_NoAllocationPerFrame(string file)
    {
        var frames = new List<(Timestamp At, byte[] Frame)>();
        using (var reader = new RecordedFrameReader(SharedData.Find(Path.Combine("binance-frames", file))!))
        {
            while (reader.TryRead(out var at, out var frame))
            {
                frames.Add((at, frame.ToArray()));
            }
        }

        var events = new MarketEventBuffer();
        var summaries = 0;
        var market = file.StartsWith("usdm", StringComparison.Ordinal) ? BinanceMarket.UsdM : BinanceMarket.Spot;
        long Pass(int from, int to, BinanceMessageHandler handler)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = from; i < to; i++)
            {
                events.Clear();
                handler.Handle(frames[i].Frame, frames[i].At, events, unnamedSlot: 0);
                summaries += events.Count > 0 && events[events.Count - 1].Kind == MarketEventKind.Book ? 1 : 0;
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        BinanceMessageHandler NewHandler(int bookLevels) => new([new BinanceSymbol(0, "BTCUSDT", market)], new DiscardCounters(), bookLevels);
        long Warm(int bookLevels)
        {
            Pass(0, frames.Count, NewHandler(bookLevels));
            var handler = NewHandler(bookLevels);
            Pass(0, frames.Count / 3, handler);
            summaries = 0;
            return Pass(frames.Count / 3, frames.Count, handler);
        }

        Assert.Equal(0, Warm(bookLevels: 0));
        var allocated = Warm(bookLevels: 5_000);
        output.WriteLine($"{file}: {allocated} bytes for {frames.Count * 2 / 3} frames and {summaries} book summaries");
        Assert.True(summaries > 0 && allocated <= summaries * MaxSummaryBytes, $"{allocated} bytes, {summaries} summaries");
    }
}
