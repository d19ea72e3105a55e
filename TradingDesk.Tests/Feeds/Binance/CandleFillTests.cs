using System.Globalization;
using System.Text;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>Candles that stand in for trades: they come as filled bars, and trades follow on behind them without a gap and without a repetition.</summary>
public sealed class CandleFillTests
{
    private const long Noon = 1_767_614_400_000; // 2026-01-05 12:00 UTC

    private readonly BinanceMessageHandler _handler = new([new BinanceSymbol(0, "BTCUSDT", BinanceMarket.Spot)], new DiscardCounters(), bookLevels: 0);
    private readonly MarketEventBuffer _output = new();

    [Fact]
    public void Handle_CandlesThenTradesFromThere_BarsAndThenTicks()
    {
        Trade(1, Noon + 30_000);
        Handle(Candles(Noon, Noon + 60_000, Noon + 120_000));
        Assert.Equal([Noon, Noon + 60_000, Noon + 120_000], Bars().Select(b => b.OpenTime.UnixMilliseconds));
        Assert.All(Bars(), b => Assert.Equal((BarFlags.Filled, 7, 0.4), (b.Flags, b.TickCount, b.BuyVolume)));
        Assert.True(_handler.IsCoveredByBars(0));

        Handle(Trades((500, Noon + 180_100), (501, Noon + 180_200)));
        Assert.Equal([500L, 501], Ticks().Select(t => t.Sequence));
        Assert.Equal(FrameAction.None, Trade(502, Noon + 181_000).Action);
        Assert.DoesNotContain(Events(), e => e.Kind == MarketEventKind.Feed);
    }

    /// <summary>Frames that waited while the candles were fetched are of minutes that have come as bars.</summary>
    [Fact]
    public void Handle_WaitingTradesOfCoveredMinutes_AreLeftOut()
    {
        Trade(1, Noon + 30_000);
        Handle(Candles(Noon, Noon + 60_000));
        Handle(Trades((90, Noon + 119_000), (100, Noon + 120_500)));
        Assert.Equal(100, Assert.Single(Ticks()).Sequence);
        Handle(Candles(Noon + 60_000));
        Assert.Empty(Bars());
    }

    /// <summary>The trades behind the candles could not be asked for: the next live one is a gap, not a continuation.</summary>
    [Fact]
    public void Handle_TradesNotAskedFor_TheNextOneIsAGap()
    {
        Trade(1, Noon + 30_000);
        Handle(Candles(Noon, Noon + 60_000));
        Assert.Equal(FrameAction.TradeGap, Trade(100, Noon + 125_000).Action);
        Handle(Trades());
        Assert.Equal(FrameAction.None, Trade(100, Noon + 125_000).Action);
    }

    /// <summary>A candle that contradicts itself is counted and left out; the others come.</summary>
    [Fact]
    public void Handle_CandleWithHighBelowLow_IsLeftOut()
    {
        Trade(1, Noon + 30_000);
        Handle($$"""{"stream":"btcusdt@klines","data":[[{{Noon}},"10","8","9","10","1",1,"1",1,"1","1","0"],{{Row(Noon + 60_000)}}]}""");
        Assert.Equal(Noon + 60_000, Assert.Single(Bars()).OpenTime.UnixMilliseconds);
    }

    /// <summary>Held up on the way: a trade that comes a minute late is passed on, but not as one of now.</summary>
    [Theory]
    [InlineData(9_000, false)]
    [InlineData(60_000, true)]
    public void Handle_LateTrade_IsBackfilled(int lateMilliseconds, bool isBackfilled)
    {
        Trade(1, Noon, Noon + lateMilliseconds);
        Assert.Equal(isBackfilled, Assert.Single(Ticks()).Backfilled);
    }

    private static string Row(long open) => string.Create(CultureInfo.InvariantCulture, $"[{open},\"10\",\"12\",\"9\",\"11\",\"1.5\",{open + 59_999},\"16\",7,\"0.4\",\"4\",\"0\"]");

    private static string Candles(params long[] opens) => $$"""{"stream":"btcusdt@klines","data":[{{string.Join(',', opens.Select(Row))}}]}""";

    private static string Trades(params (long Id, long Time)[] trades) => "{\"stream\":\"btcusdt@aggTrades\",\"data\":[" + string.Join(',', trades.Select(t => Fetched(t.Id, t.Time))) + "]}";

    private static string Fetched(long id, long time) => $$"""{"a":{{id}},"p":"11","q":"1","f":{{id}},"l":{{id}},"T":{{time}},"m":true,"M":true}""";

    private FrameResult Trade(long id, long time, long? receivedAt = null) => Handle(
        $$"""{"e":"aggTrade","E":{{time}},"s":"BTCUSDT","a":{{id}},"p":"10","q":"1","f":{{id}},"l":{{id}},"T":{{time}},"m":true,"M":true}""", receivedAt ?? time);

    private FrameResult Handle(string frame, long? receivedAt = null)
    {
        _output.Clear();
        return _handler.Handle(Encoding.ASCII.GetBytes(frame), Timestamp.FromUnixMilliseconds(receivedAt ?? Noon + 200_000), _output);
    }

    private IEnumerable<MarketEvent> Events() => Enumerable.Range(0, _output.Count).Select(i => _output[i]);

    private List<Bar> Bars() => [.. Events().Where(e => e.Kind == MarketEventKind.LoadedBar).Select(e => ((LoadedBar)e.Payload!).Bar)];

    private List<Tick> Ticks() => [.. Events().Where(e => e.Kind == MarketEventKind.Tick).Select(e => e.Tick)];
}
