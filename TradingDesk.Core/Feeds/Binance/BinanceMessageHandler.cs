using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>What the caller has to do about a frame.</summary>
public enum FrameAction : byte
{
    None,

    /// <summary>Trades are missing before this frame, which was <b>not</b> taken: fetch them, or give them up, then give the frame again.</summary>
    TradeGap,

    /// <summary>The symbol's book needs a snapshot.</summary>
    SnapshotNeeded,

    /// <summary>The server is about to close: open a new connection now.</summary>
    Reconnect,
}

/// <param name="Slot">The symbol's index in the handler's list; −1 where none is meant.</param>
/// <param name="FromTradeId">First missing trade id.</param>
/// <param name="ToTradeId">First trade id that is at hand again.</param>
public readonly record struct FrameResult(FrameAction Action, int Slot = -1, long FromTradeId = 0, long ToTradeId = 0);

/// <summary>
/// The adapter below the socket: takes raw frames in the order of receipt and yields ticks. Live feed and replay use it alike, so a tape replays to the same
/// events. Nothing is allocated per frame but a book summary, ten times a second at most. One thread.
/// </summary>
/// <remarks>
/// Rules. <b>Trades</b>: OccurredAt is <c>T</c>; per symbol one of aggTrade and trade is used, the first seen, except that an aggTrade within
/// <see cref="AggTradePreference"/> of the first trade takes over; ids rise by one (USD-M <c>trade</c> excepted, which leaves some out), a jump is a gap.
/// <b>Quotes</b>: OccurredAt is <c>T</c> where there is one (USD-M), otherwise the receive instant moved by the venue clock's estimated offset
/// (<see cref="VenueClock"/>), never before the last venue time of the symbol. <b>Books</b>: a usable book is published as a summary, at most once in
/// each 100 ms of receive time. <b>Times</b> are ms or µs, told apart by magnitude.
/// </remarks>
public sealed partial class BinanceMessageHandler
{
    /// <summary>For how long after a symbol's first trade an aggTrade stream still takes over.</summary>
    public static readonly TimeSpan AggTradePreference = TimeSpan.FromSeconds(1);

    /// <summary>Ids that fall back while this much time has passed mean that the venue restarted its numbering.</summary>
    public static readonly TimeSpan NumberingRestartAfter = TimeSpan.FromSeconds(60);

    /// <summary>A trade received later than this after it happened (a connection or the desk was held up) is true, but not of now: it is passed on as backfilled.</summary>
    public static readonly TimeSpan LateTradeAfter = TimeSpan.FromSeconds(10);

    private readonly SymbolFlow[] _flows;
    private readonly BinanceFrameParser _parser;
    private readonly DiscardCounters _discards;
    private readonly VenueClock _clock = new();

    /// <param name="symbols">The symbols to read; a frame's slot is the index in this list.</param>
    /// <param name="discards">Counts what is not passed on.</param>
    /// <param name="bookLevels">Levels per side of the local books, 10 to 20,000; 0 keeps no books.</param>
    public BinanceMessageHandler(IReadOnlyList<BinanceSymbol> symbols, DiscardCounters discards, int bookLevels = 5_000)
    {
        _flows = [.. symbols.Select(s => new SymbolFlow(s, bookLevels))];
        _parser = new BinanceFrameParser(new SymbolTable([.. symbols.Select(s => s.VenueSymbol)]));
        _discards = discards;
    }

    public HandlerCounts Counts { get; } = new();

    /// <summary>Kind and symbol of the last frame handled.</summary>
    public BinanceFrameKind LastKind { get; private set; }

    public int LastSlot { get; private set; } = -1;

    /// <summary>Event time less receive time of the latest frame with an event time.</summary>
    public TimeSpan? ClockOffset => _clock.Offset;

    public LocalOrderBook? BookOf(int slot) => _flows[slot].Book;

    public KlineCheck KlineCheckOf(int slot) => _flows[slot].KlineCheck;

    /// <summary>Id of the symbol's last trade passed on; −1 before the first.</summary>
    public long LastTradeIdOf(int slot) => _flows[slot].LastTradeId;

    /// <summary>The venue's time at a receive instant, as estimated now.</summary>
    public Timestamp VenueTimeAt(Timestamp receivedAt) => _clock.VenueTimeAt(receivedAt);

    /// <summary>Continues a symbol after the last aggregate trade that an earlier run passed on.</summary>
    public void ResumeAfter(int slot, long lastAggTradeId, Timestamp lastTradeTime)
    {
        var flow = _flows[slot];
        flow.TradeStream = BinanceFrameKind.AggTrade;
        flow.LastTradeId = lastAggTradeId;
        flow.LastTradeTime = lastTradeTime;
    }

    /// <summary>Gives up the trades missing before the symbol's next one: it will be preceded by a <see cref="FeedNoticeKind.GapUnfilled"/>.</summary>
    public void GiveUpGap(int slot) => _flows[slot].AcceptsNextGap = true;

    /// <summary>Takes one frame; events are added to <paramref name="output"/>. Never throws, whatever the bytes.</summary>
    /// <param name="unnamedSlot">The symbol that a snapshot without a name is of; −1 where that is not known.</param>
    public FrameResult Handle(ReadOnlySpan<byte> utf8, Timestamp receivedAt, MarketEventBuffer output, int unnamedSlot = -1)
    {
        var kind = _parser.Parse(utf8, out var frame);
        var slot = kind > BinanceFrameKind.Unknown ? frame.SymbolSlot : -1;
        LastKind = kind;
        LastSlot = slot;
        switch (kind)
        {
            case BinanceFrameKind.Malformed:
                return Discard(DiscardReason.Malformed);
            case BinanceFrameKind.Unknown:
                return Discard(DiscardReason.UnknownFrame);
            case BinanceFrameKind.Reply or BinanceFrameKind.ErrorReply or BinanceFrameKind.ServerShutdown:
                Counts.AddFrame();
                Counts.AddOther(kind);
                return new FrameResult(kind == BinanceFrameKind.ServerShutdown ? FrameAction.Reconnect : FrameAction.None);
            case BinanceFrameKind.DepthSnapshot when slot < 0:
                slot = unnamedSlot;
                break;
        }

        if (slot < 0)
        {
            return Discard(DiscardReason.UnknownFrame);
        }

        var flow = _flows[slot];
        flow.Faults.ReportIfDue(flow, receivedAt, output);
        return kind switch
        {
            BinanceFrameKind.AggTrade or BinanceFrameKind.Trade => HandleTrade(slot, flow, frame, receivedAt, output),
            BinanceFrameKind.BookTicker => HandleQuote(flow, frame, receivedAt, output),
            BinanceFrameKind.DepthUpdate => HandleDepth(slot, flow, frame, receivedAt, output),
            BinanceFrameKind.DepthSnapshot => HandleSnapshot(slot, flow, frame),
            BinanceFrameKind.Kline => HandleKline(flow, frame, receivedAt),
            BinanceFrameKind.KlineBatch => HandleCandles(flow, receivedAt, output),
            _ => HandleFetched(flow, receivedAt, output),
        };
    }

    private FrameResult HandleTrade(int slot, SymbolFlow flow, in BinanceFrame frame, Timestamp receivedAt, MarketEventBuffer output)
    {
        if (!VenueTime.TryRead(frame.TransactionTime, out var tradeTime) || !VenueTime.TryRead(frame.EventTime, out var eventTime))
        {
            return Discard(DiscardReason.Malformed);
        }

        Observe(flow, eventTime, receivedAt);
        var isAggregate = frame.Kind == BinanceFrameKind.AggTrade;
        if (!IsFromStreamInUse(flow, frame, receivedAt))
        {
            return Discard(DiscardReason.RedundantStream);
        }

        if (tradeTime < flow.CoveredUntil)
        {
            return Discard(DiscardReason.Duplicate); // its minute has come as a bar
        }

        var isChained = isAggregate || flow.Symbol.Market == BinanceMarket.Spot;
        if (flow.LastTradeId >= 0)
        {
            if (frame.TradeId <= flow.LastTradeId)
            {
                if (tradeTime - flow.LastTradeTime < NumberingRestartAfter)
                {
                    return Refuse(flow, DiscardReason.Duplicate);
                }

                NoteGap(flow, "trade ids started over", tradeTime, receivedAt, output);
            }
            else if (isChained && frame.TradeId != flow.LastTradeId + 1 && !flow.IsResumable)
            {
                if (!flow.AcceptsNextGap)
                {
                    return new FrameResult(FrameAction.TradeGap, slot, flow.LastTradeId + 1, frame.TradeId);
                }

                NoteGap(flow, $"{frame.TradeId - flow.LastTradeId - 1} trades could not be fetched", tradeTime, receivedAt, output);
            }
        }

        flow.AcceptsNextGap = false;
        flow.EndCover();
        Counts.AddFrame();
        Counts.AddTrade();
        flow.LastTradeId = frame.TradeId;
        flow.LastTradeTime = tradeTime;
        flow.KlineCheck.AddTrade(tradeTime.UnixMicroseconds, frame.Price, frame.Quantity, isAggregate ? frame.LastTradeId - frame.FirstTradeId + 1 : 1);
        var aggressor = frame.BuyerIsMaker ? -1 : 1;
        output.Add(MarketEvent.FromTick(Tick.Trade(
            flow.Symbol.InstrumentId, Venue.Binance, tradeTime, receivedAt, price: frame.Price, volume: frame.Quantity, aggressor: aggressor, sequence: frame.TradeId,
            backfilled: receivedAt - tradeTime > LateTradeAfter)));
        return default;
    }

    /// <summary>One trade stream per symbol: the first seen; shortly after its start aggTrade still takes over, from the first whole aggregate on.</summary>
    private static bool IsFromStreamInUse(SymbolFlow flow, in BinanceFrame frame, Timestamp receivedAt)
    {
        if (flow.TradeStream == frame.Kind)
        {
            return true;
        }

        if (flow.TradeStream == BinanceFrameKind.Malformed)
        {
            flow.TradeStream = frame.Kind;
            flow.FirstTradeReceivedAt = receivedAt;
            return true;
        }

        var takesOver = frame.Kind == BinanceFrameKind.AggTrade && receivedAt - flow.FirstTradeReceivedAt <= AggTradePreference
            && frame.FirstTradeId > flow.LastTradeId;
        if (takesOver)
        {
            flow.TradeStream = BinanceFrameKind.AggTrade;
            flow.LastTradeId = -1;
        }

        return takesOver;
    }

    private FrameResult HandleQuote(SymbolFlow flow, in BinanceFrame frame, Timestamp receivedAt, MarketEventBuffer output)
    {
        if (frame.LastUpdateId <= flow.LastQuoteId && receivedAt - flow.LastQuoteReceivedAt < NumberingRestartAfter)
        {
            return Refuse(flow, frame.LastUpdateId == flow.LastQuoteId ? DiscardReason.Duplicate : DiscardReason.OutOfOrder);
        }

        Timestamp occurredAt;
        if (frame.EventTime == 0 && frame.TransactionTime == 0)
        {
            occurredAt = Timestamp.Max(_clock.VenueTimeAt(receivedAt), flow.LatestVenueTime);
            flow.LatestVenueTime = _clock.IsKnown ? occurredAt : flow.LatestVenueTime;
        }
        else if (VenueTime.TryRead(frame.EventTime, out var eventTime)
            && VenueTime.TryRead(frame.TransactionTime == 0 ? frame.EventTime : frame.TransactionTime, out occurredAt))
        {
            Observe(flow, eventTime, receivedAt);
        }
        else
        {
            return Discard(DiscardReason.Malformed);
        }

        flow.LastQuoteId = frame.LastUpdateId;
        flow.LastQuoteReceivedAt = receivedAt;
        Counts.AddFrame();
        Counts.AddQuote();
        flow.Summarizer.Flow.Add(frame.Bid, frame.BidQuantity, frame.Ask, frame.AskQuantity);
        output.Add(MarketEvent.FromTick(Tick.Quote(
            flow.Symbol.InstrumentId, Venue.Binance, occurredAt, receivedAt, bid: frame.Bid, ask: frame.Ask, sequence: frame.LastUpdateId)));
        return default;
    }

    private FrameResult HandleDepth(int slot, SymbolFlow flow, in BinanceFrame frame, Timestamp receivedAt, MarketEventBuffer output)
    {
        if (!VenueTime.TryRead(frame.EventTime, out var eventTime))
        {
            return Discard(DiscardReason.Malformed);
        }

        Observe(flow, eventTime, receivedAt);
        Counts.AddFrame();
        Counts.AddOther(BinanceFrameKind.DepthUpdate);
        if (flow.Book is not { } book)
        {
            return default;
        }

        if (!book.Update(frame, _parser.Buffers.Bids, _parser.Buffers.Asks))
        {
            return new FrameResult(FrameAction.SnapshotNeeded, slot);
        }

        if (flow.Summarizer.TrySummarise(book, eventTime, receivedAt) is { } summary)
        {
            output.Add(MarketEvent.FromBook(summary, receivedAt));
        }

        return default;
    }

    private FrameResult HandleSnapshot(int slot, SymbolFlow flow, in BinanceFrame frame)
    {
        Counts.AddFrame();
        Counts.AddOther(BinanceFrameKind.DepthSnapshot);
        var isGood = flow.Book is null || flow.Book.Load(frame.LastUpdateId, _parser.Buffers.Bids, _parser.Buffers.Asks);
        return isGood ? default : new FrameResult(FrameAction.SnapshotNeeded, slot);
    }

    private FrameResult HandleKline(SymbolFlow flow, in BinanceFrame frame, Timestamp receivedAt)
    {
        if (!VenueTime.TryRead(frame.EventTime, out var eventTime) || !VenueTime.TryRead(_parser.Buffers.Kline.OpenTime, out var openTime))
        {
            return Discard(DiscardReason.Malformed);
        }

        Observe(flow, eventTime, receivedAt);
        Counts.AddFrame();
        Counts.AddOther(BinanceFrameKind.Kline);
        flow.KlineCheck.AddKline(_parser.Buffers.Kline, openTime.UnixMicroseconds, eventTime.UnixMicroseconds);
        return default;
    }

    private static void NoteGap(SymbolFlow flow, string reason, Timestamp until, Timestamp receivedAt, MarketEventBuffer output)
    {
        flow.KlineCheck.AddGap();
        var notice = new FeedNotice(Venue.Binance, flow.Symbol.InstrumentId, FeedNoticeKind.GapUnfilled, reason, flow.LastTradeTime, Timestamp.Max(until, flow.LastTradeTime));
        output.Add(MarketEvent.FromFeed(notice, receivedAt));
    }

    private void Observe(SymbolFlow flow, Timestamp eventTime, Timestamp receivedAt)
    {
        if (!_clock.Observe(eventTime, receivedAt, out var hasStepped))
        {
            return;
        }

        if (hasStepped)
        {
            foreach (var other in _flows)
            {
                other.LatestVenueTime = default;
            }
        }

        flow.LatestVenueTime = Timestamp.Max(flow.LatestVenueTime, eventTime);
    }

    /// <summary>Discards and remembers it for the instrument's data quality.</summary>
    private FrameResult Refuse(SymbolFlow flow, DiscardReason reason)
    {
        flow.Faults.Add(reason);
        return Discard(reason);
    }

    private FrameResult Discard(DiscardReason reason)
    {
        Counts.AddFrame();
        _discards.Add(reason);
        return default;
    }
}
