namespace TradingDesk.Core.Feeds.Binance;

/// <summary>What became of the frames that were not discarded. Together with the discards it accounts for every frame. Written by one thread, read by any.</summary>
public sealed class HandlerCounts
{
    private long _frames;
    private long _trades;
    private long _quotes;
    private long _backfilledTrades;
    private long _depthUpdates;
    private long _depthSnapshots;
    private long _klines;
    private long _fetches;
    private long _replies;
    private long _errorReplies;
    private long _shutdowns;

    public long Frames => Volatile.Read(ref _frames);

    public long Trades => Volatile.Read(ref _trades);

    public long Quotes => Volatile.Read(ref _quotes);

    /// <summary>Trades out of fetched batches; not frames.</summary>
    public long BackfilledTrades => Volatile.Read(ref _backfilledTrades);

    public long DepthUpdates => Volatile.Read(ref _depthUpdates);

    public long DepthSnapshots => Volatile.Read(ref _depthSnapshots);

    public long Klines => Volatile.Read(ref _klines);

    /// <summary>Batches of fetched trades.</summary>
    public long Fetches => Volatile.Read(ref _fetches);

    public long Replies => Volatile.Read(ref _replies);

    public long ErrorReplies => Volatile.Read(ref _errorReplies);

    public long Shutdowns => Volatile.Read(ref _shutdowns);

    /// <summary>Frames that served a purpose; <see cref="Frames"/> less this is what was discarded.</summary>
    public long UsedFrames => Trades + Quotes + DepthUpdates + DepthSnapshots + Klines + Fetches + Replies + ErrorReplies + Shutdowns;

    internal void AddFrame() => Volatile.Write(ref _frames, _frames + 1);

    internal void AddTrade() => Volatile.Write(ref _trades, _trades + 1);

    internal void AddQuote() => Volatile.Write(ref _quotes, _quotes + 1);

    internal void AddBackfilledTrade() => Volatile.Write(ref _backfilledTrades, _backfilledTrades + 1);

    internal void AddOther(BinanceFrameKind kind)
    {
        ref var count = ref Of(kind);
        Volatile.Write(ref count, count + 1);
    }

    private ref long Of(BinanceFrameKind kind)
    {
        switch (kind)
        {
            case BinanceFrameKind.DepthUpdate:
                return ref _depthUpdates;
            case BinanceFrameKind.DepthSnapshot:
                return ref _depthSnapshots;
            case BinanceFrameKind.Kline:
                return ref _klines;
            case BinanceFrameKind.AggTradeBatch or BinanceFrameKind.KlineBatch:
                return ref _fetches;
            case BinanceFrameKind.Reply:
                return ref _replies;
            case BinanceFrameKind.ErrorReply:
                return ref _errorReplies;
            case BinanceFrameKind.ServerShutdown:
                return ref _shutdowns;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Counted elsewhere.");
        }
    }
}
