namespace TradingDesk.Core.Feeds.Binance;

/// <summary>What a frame carries beside its fixed fields. Belongs to one parser, valid until its next frame, reused for ever.</summary>
public sealed class FrameBuffers
{
    public DepthLevels Bids { get; } = new();

    public DepthLevels Asks { get; } = new();

    /// <summary>The trades of a <see cref="BinanceFrameKind.AggTradeBatch"/>, oldest first.</summary>
    public List<BinanceAggTrade> AggTrades { get; } = [];

    /// <summary>The candles of a <see cref="BinanceFrameKind.KlineBatch"/>, oldest first.</summary>
    public List<BinanceKlineRow> KlineRows { get; } = [];

    public BinanceKline Kline;

    public void Clear()
    {
        Bids.Clear();
        Asks.Clear();
        AggTrades.Clear();
        KlineRows.Clear();
    }
}
