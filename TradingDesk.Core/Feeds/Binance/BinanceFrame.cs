using System.Runtime.InteropServices;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>What a frame turned out to be.</summary>
public enum BinanceFrameKind : byte
{
    /// <summary>Not JSON, or a known event whose fields are missing, repeated or of the wrong type.</summary>
    Malformed,

    /// <summary>Well-formed, but nothing that the desk reads.</summary>
    Unknown,
    AggTrade,
    Trade,
    BookTicker,
    DepthUpdate,
    Kline,
    ServerShutdown,

    /// <summary>A REST depth answer that stands among the frames.</summary>
    DepthSnapshot,

    /// <summary>A REST aggTrades answer that stands among the frames (<c>&lt;symbol&gt;@aggTrades</c>): trades fetched after a gap.</summary>
    AggTradeBatch,

    /// <summary>A REST klines answer that stands among the frames (<c>&lt;symbol&gt;@klines</c>): minute candles fetched in place of trades.</summary>
    KlineBatch,

    /// <summary>The acknowledgement of a request.</summary>
    Reply,

    /// <summary>The refusal of a request.</summary>
    ErrorReply,
}

/// <summary>
/// One parsed frame. Which fields are meant follows from <see cref="Kind"/>; depth levels, the candle and fetched trades stand in the parser's
/// reusable buffers until its next call. Field names in the docs are those of the wire.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct BinanceFrame
{
    public BinanceFrameKind Kind;

    /// <summary>The index in the parser's <see cref="SymbolTable"/>; −1 where the frame names none or one that is not in it.</summary>
    public int SymbolSlot;

    /// <summary><c>E</c>, in ms or µs as received; 0 where absent.</summary>
    public long EventTime;

    /// <summary><c>T</c>, in ms or µs as received; 0 where absent.</summary>
    public long TransactionTime;

    /// <summary>aggTrade <c>a</c> or trade <c>t</c>.</summary>
    public long TradeId;

    /// <summary>aggTrade <c>f</c> and <c>l</c>: the range of single trades in it.</summary>
    public long FirstTradeId;
    public long LastTradeId;

    /// <summary><c>U</c>, <c>u</c> (also lastUpdateId) and <c>pu</c> (−1 where absent: spot).</summary>
    public long FirstUpdateId;
    public long LastUpdateId;
    public long PreviousUpdateId;

    /// <summary><c>p</c> and <c>q</c>.</summary>
    public double Price;
    public double Quantity;

    /// <summary>bookTicker <c>b</c>, <c>B</c>, <c>a</c>, <c>A</c>.</summary>
    public double Bid;
    public double BidQuantity;
    public double Ask;
    public double AskQuantity;

    /// <summary><c>m</c>: the seller was the aggressor.</summary>
    public bool BuyerIsMaker;
}

/// <summary>The candle of a kline frame.</summary>
[StructLayout(LayoutKind.Auto)]
public struct BinanceKline
{
    /// <summary><c>t</c>, in ms or µs as received.</summary>
    public long OpenTime;
    public double Open;
    public double High;
    public double Low;
    public double Close;

    /// <summary><c>v</c>, base units.</summary>
    public double Volume;

    /// <summary><c>n</c>.</summary>
    public long Trades;

    /// <summary><c>i</c> is <c>1m</c>.</summary>
    public bool IsOneMinute;

    /// <summary><c>x</c>.</summary>
    public bool IsClosed;
}

/// <summary>A trade of a REST aggTrades answer.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BinanceAggTrade(long Id, double Price, double Quantity, long FirstTradeId, long LastTradeId, long Time, bool BuyerIsMaker);

/// <summary>A candle of a REST klines answer.</summary>
/// <param name="OpenTime">In ms or µs as received.</param>
/// <param name="Volume">Base units.</param>
/// <param name="BuyVolume">Base units bought by takers.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BinanceKlineRow(long OpenTime, double Open, double High, double Low, double Close, double Volume, double BuyVolume, long Trades)
{
    /// <summary>The candle as a filled M1 bar; <see langword="null"/> where its numbers contradict each other.</summary>
    internal Domain.Bar? ToBar(Domain.Timestamp openTime)
    {
        var isConsistent = Low > 0 && double.IsFinite(High) && Low <= Open && Open <= High && Low <= Close && Close <= High
            && Volume >= 0 && double.IsFinite(Volume) && BuyVolume >= 0 && double.IsFinite(BuyVolume) && Trades is >= 0 and <= int.MaxValue;
        return isConsistent
            ? new Domain.Bar(Domain.Timeframe.M1, openTime, open: Open, high: High, low: Low, close: Close, volume: Volume, buyVolume: BuyVolume, tickCount: (int)Trades,
                source: Domain.Venue.Binance, flags: Domain.BarFlags.Filled | (Trades == 0 ? Domain.BarFlags.Quiet : Domain.BarFlags.None))
            : null;
    }
}

/// <summary>A price level; quantity 0 deletes it.</summary>
public readonly record struct BookLevel(double Price, double Quantity);
