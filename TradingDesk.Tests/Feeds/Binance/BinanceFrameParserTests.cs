using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Tests.Feeds.Binance;

public sealed class BinanceFrameParserTests
{
    private readonly BinanceFrameParser _parser = new(new SymbolTable(FrameCase.Symbols));

    [Fact]
    public void Parse_AggTrade_EveryField()
    {
        var kind = Parse(FrameCase.Samples[0], out var frame);

        Assert.Equal(BinanceFrameKind.AggTrade, kind);
        Assert.Equal(2, frame.SymbolSlot);
        Assert.Equal(1672515782136, frame.EventTime);
        Assert.Equal(1672515782135, frame.TransactionTime);
        Assert.Equal((12345, 100, 105), (frame.TradeId, frame.FirstTradeId, frame.LastTradeId));
        Assert.Equal((0.001, 100.0), (frame.Price, frame.Quantity));
        Assert.True(frame.BuyerIsMaker);
    }

    [Fact]
    public void Parse_CombinedTrade_EveryField()
    {
        Assert.Equal(BinanceFrameKind.Trade, Parse(FrameCase.Samples[1], out var frame));
        Assert.Equal((12345, 0.001, 100.0, false), (frame.TradeId, frame.Price, frame.Quantity, frame.BuyerIsMaker));
    }

    [Fact]
    public void Parse_SpotBookTicker_HasNoTime()
    {
        Assert.Equal(BinanceFrameKind.BookTicker, Parse(FrameCase.Samples[3], out var frame));
        Assert.Equal((25.3519, 31.21, 25.3652, 40.66), (frame.Bid, frame.BidQuantity, frame.Ask, frame.AskQuantity));
        Assert.Equal((400900217, 0, 0), (frame.LastUpdateId, frame.EventTime, frame.TransactionTime));
    }

    [Fact]
    public void Parse_FuturesBookTicker_HasBothTimes()
    {
        Assert.Equal(BinanceFrameKind.BookTicker, Parse(FrameCase.Samples[4], out var frame));
        Assert.Equal((1723161256314, 1723161256313), (frame.EventTime, frame.TransactionTime));
    }

    [Fact]
    public void Parse_DepthUpdate_LevelsAndIds()
    {
        Assert.Equal(BinanceFrameKind.DepthUpdate, Parse(FrameCase.Samples[5], out var frame));
        Assert.Equal((157, 160, -1), (frame.FirstUpdateId, frame.LastUpdateId, frame.PreviousUpdateId));
        Assert.Equal([new BookLevel(0.0024, 10), new BookLevel(0.0023, 0)], _parser.Buffers.Bids.Span.ToArray());
        Assert.Equal([new BookLevel(0.0026, 100)], _parser.Buffers.Asks.Span.ToArray());

        Assert.Equal(BinanceFrameKind.DepthUpdate, Parse(FrameCase.Samples[6], out frame));
        Assert.Equal(9, frame.PreviousUpdateId);
        Assert.Equal(0, _parser.Buffers.Bids.Count);
    }

    [Fact]
    public void Parse_Kline_EveryField()
    {
        Assert.Equal(BinanceFrameKind.Kline, Parse(FrameCase.Samples[7], out _));
        var k = _parser.Buffers.Kline;
        Assert.Equal((1672515780000, 0.0010, 0.0025, 0.0015, 0.0020), (k.OpenTime, k.Open, k.High, k.Low, k.Close));
        Assert.Equal((1000.0, 100, true, true), (k.Volume, k.Trades, k.IsOneMinute, k.IsClosed));
    }

    [Theory]
    [InlineData(8, BinanceFrameKind.ServerShutdown)]
    [InlineData(9, BinanceFrameKind.ServerShutdown)]
    [InlineData(10, BinanceFrameKind.Reply)]
    [InlineData(11, BinanceFrameKind.ErrorReply)]
    [InlineData(12, BinanceFrameKind.DepthSnapshot)]
    [InlineData(13, BinanceFrameKind.DepthSnapshot)]
    [InlineData(14, BinanceFrameKind.AggTradeBatch)]
    [InlineData(15, BinanceFrameKind.Unknown)]
    [InlineData(16, BinanceFrameKind.KlineBatch)]
    public void Parse_OtherFrames_Told(int sample, BinanceFrameKind expected) => Assert.Equal(expected, Parse(FrameCase.Samples[sample], out _));

    [Fact]
    public void Parse_FetchedTrades_SymbolFromStream()
    {
        Parse(FrameCase.Samples[14], out var frame);
        Assert.Equal(2, frame.SymbolSlot);
        Assert.Equal([26129, 26130], _parser.Buffers.AggTrades.Select(t => t.Id));
        Assert.Equal(4.70443515, _parser.Buffers.AggTrades[0].Quantity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pong")]
    [InlineData("""{"e":"trade","E":1,"s":"BNBBTC","t":1,"p":"0.001","q":"100","T":1,"m":true""")] // truncated
    [InlineData("""{"e":"trade","E":1,"s":"BNBBTC","t":1,"p":"0.001","q":"100","T":1,"m":true}x""")] // more after it
    [InlineData("""{"e":"trade","E":1,"s":"BNBBTC","t":1,"p":"0,001","q":"100","T":1,"m":true}""")] // wrong separator
    [InlineData("""{"e":"trade","E":1,"s":"BNBBTC","t":1,"p":"NaN","q":"100","T":1,"m":true}""")]
    [InlineData("""{"e":"trade","E":1,"s":"BNBBTC","t":1,"p":"1e999","q":"100","T":1,"m":true}""")]
    [InlineData("""{"e":"trade","E":1,"s":"BNBBTC","t":1,"p":"1","p":"2","q":"100","T":1,"m":true}""")] // a name twice
    [InlineData("""{"e":"trade","E":1,"s":"BNBBTC","t":1,"p":1.5,"q":"100","T":1,"m":true}""")] // number instead of string
    [InlineData("""{"e":"trade","E":1,"s":"BNBBTC","t":1,"p":"1","T":1,"m":true}""")] // no quantity
    [InlineData("""{"e":"depthUpdate","E":1,"s":"BNBBTC","U":1,"u":2,"b":[["1"]],"a":[]}""")] // half a level
    [InlineData("""{"e":"depthUpdate","E":1,"s":"BNBBTC","U":1,"u":2,"b":[["1","2","3"]],"a":[]}""")]
    [InlineData("""{"e":"tr\ud800de","E":1}""")] // half a surrogate
    public void Parse_NotWhatTheProtocolPromises_Malformed(string text) => Assert.Equal(BinanceFrameKind.Malformed, Parse(text, out _));

    [Theory]
    [InlineData("""[1,2,3]""")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"stream":"btcusdt@x","data":17}""")]
    [InlineData("""{"method":"SUBSCRIBE","params":["btcusdt@aggTrade"],"id":1}""")]
    public void Parse_OtherJson_Unknown(string text) => Assert.Equal(BinanceFrameKind.Unknown, Parse(text, out _));

    [Fact]
    public void Parse_EscapedAndSpacedFrame_ReadLikeThePlainOne()
    {
        const string Text = """ { "\u0065" : "tr\u0061de", "E": 1,"s":"BNB\u0042TC","t":7,"p":"0.0\u003125","q":"100","T":1,"m":true } """;
        Assert.Equal(BinanceFrameKind.Trade, Parse(Text, out var frame));
        Assert.Equal((2, 7, 0.0125), (frame.SymbolSlot, frame.TradeId, frame.Price));
    }

    [Fact]
    public void Parse_UnknownSymbol_SlotIsMinusOne()
    {
        Assert.Equal(BinanceFrameKind.Trade, Parse("""{"e":"trade","E":1,"s":"DOGEUSDT","t":7,"p":"0.01","q":"100","T":1,"m":true}""", out var frame));
        Assert.Equal(-1, frame.SymbolSlot);
    }

    private BinanceFrameKind Parse(string text, out BinanceFrame frame) => _parser.Parse(FrameCase.Utf8(text), out frame);
}
