using System.Globalization;
using System.Text;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>Shared material of the parser tests: symbols, sample frames of every kind, and a full rendering of a parse for comparison.</summary>
internal static class FrameCase
{
    public static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "BNBBTC", "BNBUSDT", "SUSHIUSDT"];

    /// <summary>The events of INTERFACES A3 and A8 with plausible values, combined and raw.</summary>
    public static readonly string[] Samples =
    [
        """{"e":"aggTrade","E":1672515782136,"s":"BNBBTC","a":12345,"p":"0.001","q":"100","f":100,"l":105,"T":1672515782135,"m":true,"M":true}""",
        """{"stream":"bnbbtc@trade","data":{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100","T":1672515782135,"m":false,"M":true}}""",
        """{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1723161256299000,"a":2290124,"s":"BTCUSDT","p":"61800.30","q":"0.006","nq":"0.006","f":5,"l":7,"T":1723161256298000,"m":false,"st":1}}""",
        """{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}""",
        """{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5123107839020,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1723161256313,"E":1723161256314}}""",
        """{"e":"depthUpdate","E":1672515782136,"s":"BNBBTC","U":157,"u":160,"b":[["0.0024","10"],["0.0023","0"]],"a":[["0.0026","100"]]}""",
        """{"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":10,"u":12,"pu":9,"b":[],"a":[["61850.1","1"],["61851.00","0.000"]]}}""",
        """{"e":"kline","E":1672515782136,"s":"BNBBTC","k":{"t":1672515780000,"T":1672515839999,"s":"BNBBTC","i":"1m","f":100,"L":200,"o":"0.0010","c":"0.0020","h":"0.0025","l":"0.0015","v":"1000","n":100,"x":true,"q":"1.0000","V":"500","Q":"0.500","B":"123456"}}""",
        """{"e":"serverShutdown","E":1770123456789}""",
        """{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}""",
        """{"result":null,"id":1}""",
        """{"code":2,"msg":"Invalid request: request ID must be an unsigned integer","id":null}""",
        """{"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[["0.0026","100"]]}""",
        """{"stream":"bnbbtc@depthSnapshot","data":{"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[["0.0026","100"]]}}""",
        """{"stream":"bnbbtc@klines","data":[[1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",1499040059999,"2434.19055334",308,"1756.87402397","28.46694368","0"],[1499040060000,"0.2","0.3","0.1","0.2","0",1499040119999,"0",0,"0","0","0"]]}""",
        """{"stream":"bnbbtc@aggTrades","data":[{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27781,"T":1498793709153,"m":true,"M":true},{"a":26130,"p":"0.0163","q":"4","f":27782,"l":27783,"T":1498793709154,"m":false,"M":true}]}""",
        """{"e":"24hrMiniTicker","E":1672515782136,"s":"BNBBTC","c":"0.0025","o":"0.0010","h":"0.0025","l":"0.0010","v":"10000","q":"18"}""",
    ];

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Everything that a parse yields, bit for bit, as text.</summary>
    public static string Render(in BinanceFrame f, FrameBuffers buffers)
    {
        if (f.Kind <= BinanceFrameKind.Unknown)
        {
            return f.Kind.ToString();
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{f.Kind} slot {f.SymbolSlot} E {f.EventTime} T {f.TransactionTime} pu {f.PreviousUpdateId} ");
        text.Append(f.Kind switch
        {
            BinanceFrameKind.AggTrade or BinanceFrameKind.Trade =>
                string.Create(CultureInfo.InvariantCulture, $"id {f.TradeId} f {f.FirstTradeId} l {f.LastTradeId} p {Bits(f.Price)} q {Bits(f.Quantity)} m {f.BuyerIsMaker}"),
            BinanceFrameKind.BookTicker =>
                string.Create(CultureInfo.InvariantCulture, $"u {f.LastUpdateId} b {Bits(f.Bid)} B {Bits(f.BidQuantity)} a {Bits(f.Ask)} A {Bits(f.AskQuantity)}"),
            BinanceFrameKind.DepthUpdate or BinanceFrameKind.DepthSnapshot =>
                string.Create(CultureInfo.InvariantCulture, $"U {f.FirstUpdateId} u {f.LastUpdateId} b {Levels(buffers.Bids)} a {Levels(buffers.Asks)}"),
            BinanceFrameKind.Kline => Kline(buffers.Kline),
            BinanceFrameKind.AggTradeBatch => string.Join(";", buffers.AggTrades.Select(t => t.ToString())),
            _ => "",
        });
        return text.ToString();
    }

    private static string Levels(DepthLevels levels)
    {
        var text = new StringBuilder();
        foreach (var level in levels.Span)
        {
            text.Append(Bits(level.Price)).Append('x').Append(Bits(level.Quantity)).Append(' ');
        }

        return text.ToString();
    }

    private static string Kline(in BinanceKline k) => string.Create(
        CultureInfo.InvariantCulture,
        $"t {k.OpenTime} o {Bits(k.Open)} h {Bits(k.High)} l {Bits(k.Low)} c {Bits(k.Close)} v {Bits(k.Volume)} n {k.Trades} 1m {k.IsOneMinute} x {k.IsClosed}");

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x", CultureInfo.InvariantCulture);
}
