using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>What the message handler remembers of one symbol.</summary>
internal sealed class SymbolFlow(BinanceSymbol symbol, int bookLevels)
{
    public BinanceSymbol Symbol { get; } = symbol;

    public LocalOrderBook? Book { get; } = bookLevels > 0 ? new LocalOrderBook(bookLevels) : null;

    public BookSummarizer Summarizer { get; } = new(symbol);

    public KlineCheck KlineCheck { get; } = new();

    public FlowFaults Faults { get; } = new();

    /// <summary>The trade stream in use; <see cref="BinanceFrameKind.Malformed"/> while none was seen.</summary>
    public BinanceFrameKind TradeStream;

    /// <summary>When the first trade came, for the preference of aggTrade.</summary>
    public Timestamp FirstTradeReceivedAt;

    /// <summary>Id of the last trade passed on, in the ids of the stream in use; −1 before the first.</summary>
    public long LastTradeId = -1;

    public Timestamp LastTradeTime;

    /// <summary>The next jump in ids is passed over: what is missing could not be fetched.</summary>
    public bool AcceptsNextGap;

    /// <summary>Candles stand in for all trades before this; the ids from it on are not known yet.</summary>
    public Timestamp? CoveredUntil;

    /// <summary>Trades from <see cref="CoveredUntil"/> on have been asked for: whatever id comes next follows on.</summary>
    public bool IsResumable;

    public long LastQuoteId = -1;

    public Timestamp LastQuoteReceivedAt;

    /// <summary>Latest believed venue time; estimates for quotes never go behind it.</summary>
    public Timestamp LatestVenueTime;

    /// <summary>Trades follow on again.</summary>
    public void EndCover()
    {
        CoveredUntil = null;
        IsResumable = false;
    }
}
