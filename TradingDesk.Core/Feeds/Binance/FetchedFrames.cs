using System.Text;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Wraps a REST answer like a frame of a combined stream (<c>btcusdt@aggTrades</c>, <c>btcusdt@depthSnapshot</c>), so that what was fetched is handled, taped
/// and replayed like everything else.
/// </summary>
internal static class FetchedFrames
{
    public static byte[] Trades(BinanceSymbol symbol, byte[] body) => Wrap(symbol, "aggTrades", body);

    public static byte[] Candles(BinanceSymbol symbol, byte[] body) => Wrap(symbol, "klines", body);

    public static byte[] Depth(BinanceSymbol symbol, byte[] body) => Wrap(symbol, "depthSnapshot", body);

    /// <summary>Line breaks become blanks: a tape has one frame a line.</summary>
    private static byte[] Wrap(BinanceSymbol symbol, string stream, byte[] body)
    {
        var head = Encoding.ASCII.GetBytes($"{{\"stream\":\"{symbol.StreamName}@{stream}\",\"data\":");
        var frame = new byte[head.Length + body.Length + 1];
        head.CopyTo(frame, 0);
        body.CopyTo(frame, head.Length);
        frame[^1] = (byte)'}';
        frame.AsSpan().Replace((byte)'\n', (byte)' ');
        frame.AsSpan().Replace((byte)'\r', (byte)' ');
        return frame;
    }
}
