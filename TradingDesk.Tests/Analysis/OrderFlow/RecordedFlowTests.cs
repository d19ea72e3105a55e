using System.IO.Compression;
using TradingDesk.Core.Analysis.OrderFlow;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Books;
using TradingDesk.Core.Feeds.Replay;
using TradingDesk.Tests.Feeds.Replay;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Analysis.OrderFlow;

/// <summary>Order flow on recorded markets against the same measures computed the long way round.</summary>
public sealed class RecordedFlowTests(ITestOutputHelper output)
{
    [SharedDataTheory("binance-frames")]
    [InlineData("spot_btcusdt_20240808.gz")]
    [InlineData("spot_ethusdt_20240809.gz")]
    public void Read_RecordedTrades_EqualsBruteForce(string file)
    {
        var ticks = new List<Tick>();
        ReplayRun.Of([Path(file)], item => ticks.AddRange(item.Kind == MarketEventKind.Tick ? [item.Tick] : []));
        var run = new OrderFlowRun(TestInstruments.Btc());
        ticks.ForEach(run.Add);
        var reading = run.Analyzer.Read();
        output.WriteLine($"{file}: {ticks.Count} ticks, {run.Deltas.Count} bars\n{reading}");

        BruteOrderFlow.Check(ticks, reading);
        BruteOrderFlow.CheckDeltas(ticks, run.Deltas, inferredOnly: false);
        Assert.All(run.Deltas, d => Assert.Equal(DeltaSource.Aggressor, d.Reading.Source));
        Assert.InRange(run.Deltas.Count, 4, 12);
    }

    /// <summary>
    /// Where the venue tells the aggressor, Lee and Ready's guess can be held against it. By arrival it is a coin's toss: the quote that a trade leaves
    /// behind comes ahead of the trade.
    /// </summary>
    [SharedDataTheory("binance-frames")]
    [InlineData("spot_btcusdt_20240808.gz", 0.8)]
    [InlineData("usdm_btcusdt_20240808.gz", 0.95)]
    public void Sign_AggressorWithheld_AgreesWithTheTruth(string file, double least)
    {
        var ticks = new List<Tick>();
        ReplayRun.Of([Path(file)], item => ticks.AddRange(item.Kind == MarketEventKind.Tick ? [item.Tick] : []));
        var (signer, arrived, quotes, mid) = (new TradeSigner(), new TradeSigner(), new SpreadTracker(), 0.0);
        var (right, rightByArrival, all) = (0, 0, 0);
        foreach (var tick in ticks)
        {
            if (tick.Kind == TickKind.Quote)
            {
                mid = tick.Mid;
                quotes.OnQuote(tick.OccurredAt, tick.Bid, tick.Ask);
                continue;
            }

            var withheld = Tick.Trade(0, tick.Venue, tick.OccurredAt, tick.ReceivedAt, tick.Price, tick.Volume, aggressor: 0);
            right += signer.SignOf(withheld, quotes.MidBefore(tick.OccurredAt), out _) == tick.Aggressor ? 1 : 0;
            rightByArrival += arrived.SignOf(withheld, mid, out _) == tick.Aggressor ? 1 : 0;
            all++;
        }

        output.WriteLine($"{file}: {right} of {all} trades signed as the venue says, by arrival {rightByArrival}");
        Assert.True(right > least * all, $"{right} of {all}");
        Assert.True(rightByArrival < right, $"{rightByArrival} by arrival");
    }

    /// <summary>The order-flow imbalance in the summaries is that of every recorded change of the best prices; the depth sums are those of a plain book.</summary>
    [SharedDataTheory("binance-frames")]
    [InlineData("spot_btcusdt_20240808.gz", BinanceMarket.Spot)]
    [InlineData("usdm_btcusdt_20240808.gz", BinanceMarket.UsdM)]
    public void Summaries_RecordedBook_EqualAPlainBook(string file, BinanceMarket market)
    {
        var handler = new BinanceMessageHandler([new BinanceSymbol(0, "BTCUSDT", market)], new DiscardCounters());
        var parser = new BinanceFrameParser(new SymbolTable(["BTCUSDT"]));
        var plain = new PlainBook();
        var events = new MarketEventBuffer();
        var (summaries, ofi, lastAt) = (0, 0.0, default(Timestamp));
        using var reader = new RecordedFrameReader(Path(file));
        while (reader.TryRead(out var at, out var bytes))
        {
            plain.Take(parser.Parse(bytes, out var frame), frame, parser);
            events.Clear();
            handler.Handle(bytes, at, events, unnamedSlot: 0);
            for (var i = 0; i < events.Count; i++)
            {
                if (events[i].Kind != MarketEventKind.Book)
                {
                    continue;
                }

                var book = (BookSummary)events[i].Payload!;
                summaries++;
                ofi += book.OrderFlowImbalance;
                if (summaries % 20 == 0)
                {
                    plain.Check(book);
                }

                Assert.Equal(plain.TakeFlow(), book.OrderFlowImbalance, 1e-6);
                Assert.True(at.UnixMicroseconds / 100_000 > lastAt.UnixMicroseconds / 100_000 || summaries == 1, "more than one in 100 ms");
                lastAt = at;
            }
        }

        output.WriteLine($"{file}: {summaries} summaries, order-flow imbalance {ofi}");
        Assert.True(summaries > 2_000, $"{summaries}");
    }

    [SharedDataFact("lean-ticks/oanda_eurusd_tick_20140507.zip")]
    public void Delta_RecordedQuotes_IsTheTickRuleOfEachMinute()
    {
        var ticks = Quotes("lean-ticks/oanda_eurusd_tick_20140507.zip").ToArray();
        var run = new OrderFlowRun(TestInstruments.GbpJpy());
        Array.ForEach(ticks, run.Add);
        var signs = new Dictionary<Timestamp, (int Delta, int Count)>();
        var (last, move) = (0.0, 0);
        foreach (var tick in ticks)
        {
            move = last != 0 && tick.Mid > last ? 1 : last != 0 && tick.Mid < last ? -1 : move;
            last = tick.Mid;
            var minute = Timeframe.M1.Floor(tick.OccurredAt);
            var (delta, count) = signs.GetValueOrDefault(minute);
            signs[minute] = (delta + move, count + 1);
        }

        output.WriteLine($"{ticks.Length} quotes, {run.Deltas.Count} bars");
        Assert.True(run.Deltas.Count > 300, $"{run.Deltas.Count}");
        Assert.All(run.Deltas, d => Assert.Equal(signs.GetValueOrDefault(d.OpenTime), ((int)d.Reading.Delta, (int)d.Reading.Volume)));
    }

    private static string Path(string file) => SharedData.Require(System.IO.Path.Combine("binance-frames", file));

    /// <summary>Milliseconds since midnight, bid, ask.</summary>
    private static IEnumerable<Tick> Quotes(string file)
    {
        using var zip = ZipFile.OpenRead(SharedData.Require(file));
        using var lines = new StreamReader(zip.Entries[0].Open());
        while (lines.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            yield return Flow.Quote(TestBars.Number(cells[0]), TestBars.Number(cells[1]), TestBars.Number(cells[2]), venue: Venue.Mt5);
        }
    }

    /// <summary>A book in two dictionaries and every change of the best prices, as the paper writes it.</summary>
    private sealed class PlainBook
    {
        private readonly Dictionary<double, double> _bids = [];
        private readonly Dictionary<double, double> _asks = [];
        private BinanceFrame? _best;
        private readonly List<(long Id, BookLevel[] Bids, BookLevel[] Asks)> _pending = [];
        private long _snapshotId;
        private double _flow;

        public void Take(BinanceFrameKind kind, in BinanceFrame frame, BinanceFrameParser parser)
        {
            switch (kind)
            {
                case BinanceFrameKind.DepthSnapshot:
                    _bids.Clear();
                    _asks.Clear();
                    _snapshotId = frame.LastUpdateId;
                    Set(parser.Buffers.Bids.Span, parser.Buffers.Asks.Span);
                    _pending.Where(update => update.Id > _snapshotId).ToList().ForEach(update => Set(update.Bids, update.Asks));
                    break;
                case BinanceFrameKind.DepthUpdate when _snapshotId == 0:
                    _pending.Add((frame.LastUpdateId, parser.Buffers.Bids.Span.ToArray(), parser.Buffers.Asks.Span.ToArray()));
                    break;
                case BinanceFrameKind.DepthUpdate when frame.LastUpdateId > _snapshotId:
                    Set(parser.Buffers.Bids.Span, parser.Buffers.Asks.Span);
                    break;
                case BinanceFrameKind.BookTicker:
                    if (_best is { } old)
                    {
                        _flow += frame.Bid > old.Bid ? frame.BidQuantity : frame.Bid < old.Bid ? -old.BidQuantity : frame.BidQuantity - old.BidQuantity;
                        _flow -= frame.Ask < old.Ask ? frame.AskQuantity : frame.Ask > old.Ask ? -old.AskQuantity : frame.AskQuantity - old.AskQuantity;
                    }

                    _best = frame;
                    break;
            }
        }

        public double TakeFlow()
        {
            var taken = _flow;
            _flow = 0;
            return taken;
        }

        public void Check(BookSummary book)
        {
            Check(_bids.OrderByDescending(l => l.Key), book.Bid);
            Check(_asks.OrderBy(l => l.Key), book.Ask);
        }

        private static void Check(IEnumerable<KeyValuePair<double, double>> levels, BookSideSummary side)
        {
            var best = levels.Take(BookSummary.Levels).ToArray();
            var gaps = best.Zip(best.Skip(1), (a, b) => Math.Abs(a.Key - b.Key)).ToArray();
            Assert.Equal((best[0].Key, best[0].Value, best.Length), (side.Price, side.Size, side.Levels));
            Assert.Equal(best.Take(5).Sum(l => l.Value), side.Sum5, 1e-9);
            Assert.Equal(best.Sum(l => l.Value), side.Sum20, 1e-9);
            Assert.Equal(gaps.Average(), side.MeanGap, 1e-9);
            Assert.Equal(gaps.Max(), side.MaxGap, 1e-9);
        }

        private void Set(ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
        {
            Set(_bids, bids);
            Set(_asks, asks);
        }

        private static void Set(Dictionary<double, double> side, ReadOnlySpan<BookLevel> levels)
        {
            foreach (var level in levels)
            {
                if (level.Quantity > 0)
                {
                    side[level.Price] = level.Quantity;
                }
                else
                {
                    side.Remove(level.Price);
                }
            }
        }
    }
}
