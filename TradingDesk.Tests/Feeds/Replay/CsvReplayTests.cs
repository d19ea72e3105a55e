using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Replay;
using TradingDesk.Tests.Feeds.Binance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Replay;

public sealed class CsvReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("csv-replay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Trades_WithMakerColumn_Ticks()
    {
        var ticks = Ticks("t.csv", "Time,PRICE,Quantity,isBuyerMaker\n2024-08-09T00:00:00.250Z,100.5,2,true\n1723161601000,101,1,false\n1723161602000000,102,3,\n1723161603000000000,103,1,1\n");
        Assert.Equal([1723161600250000, 1723161601000000, 1723161602000000, 1723161603000000], ticks.Select(t => t.OccurredAt.UnixMicroseconds));
        Assert.Equal([-1, 1, 0, -1], ticks.Select(t => (int)t.Aggressor));
        Assert.Equal((100.5, 2.0, Venue.File), (ticks[0].Price, ticks[0].Volume, ticks[0].Venue));
    }

    [Fact]
    public void Quotes_MetaTraderTickExport_EmptySideKeepsItsValue()
    {
        var ticks = Ticks("q.csv", "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\n2024.08.09\t00:00:00.100\t1.1\t1.2\t\t\n2024.08.09\t00:00:01.200\t\t1.3\t\t\n");
        Assert.Equal([(1.1, 1.2), (1.1, 1.3)], ticks.Select(t => (t.Bid, t.Ask)));
        Assert.Equal(1723161601200000, ticks[1].OccurredAt.UnixMicroseconds);
    }

    [Fact]
    public void Bars_MetaTraderExport_LoadedAtTheirClose()
    {
        var run = Run("b.csv", "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n2024.08.09\t00:00:00\t1\t3\t0.5\t2\t7\t0\t2\n2024.08.09\t00:05:00\t2\t2\t2\t2\t1\t0\t2\n");
        Assert.Equal([Timeframe.M5, Timeframe.M5], run.Bars.Select(b => b.Bar.Timeframe));
        Assert.Equal((1.0, 3.0, 0.5, 2.0, 7.0), (run.Bars[0].Bar.Open, run.Bars[0].Bar.High, run.Bars[0].Bar.Low, run.Bars[0].Bar.Close, run.Bars[0].Bar.Volume));
        Assert.True(run.Clocks > 0);
    }

    [Fact]
    public void Bars_FloatDustAndBadRows_CleanedAndCounted()
    {
        var run = Run("d.csv", "date,open,high,low,close,tick_volume\n2012-11-15 15:00:00,128904.00000000001,128904.0,128652.99999999999,128692.0,6341\n2012-11-15 16:00:00,5,4,3,2,1\nyesterday,1,1,1,1,1\n2012-11-15 17:00:00,1,1,1,1,1\n");
        Assert.Equal((128904.0, 128653.0), (run.Bars[0].Bar.Open, run.Bars[0].Bar.Low));
        Assert.Equal(2, run.Bars.Count);
        Assert.Equal((1, 1), (run.Discards[DiscardReason.BadPrice], run.Discards[DiscardReason.Malformed]));
    }

    [Theory]
    [InlineData("2024-08-09", 1723161600)]
    [InlineData("2024.08.09", 1723161600)]
    [InlineData("2024.08.09 01:02", 1723165320)]
    [InlineData("2024-08-09 01:02:03", 1723165323)]
    [InlineData("2024-08-09T01:02:03Z", 1723165323)]
    [InlineData("2024-08-09T01:02:03+02:00", 1723158123)]
    [InlineData("1723165323", 1723165323)]
    [InlineData("1723165323.0", 1723165323)]
    public void Time_KnownForms_Read(string text, long seconds)
    {
        Assert.True(CsvTime.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var time), text);
        Assert.Equal(Timestamp.FromUnixSeconds(seconds), time);
    }

    [Theory]
    [InlineData("01/03/2017")]
    [InlineData("2024-13-09")]
    [InlineData("2024-02-30 00:00:00")]
    [InlineData("noon")]
    [InlineData("")]
    public void Time_AmbiguousOrImpossible_Refused(string text) => Assert.False(CsvTime.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Open_HeaderWithoutPrices_Fault() => Assert.Equal("CSV_HEADER", ReplayInput.Open([Write("x.csv", "a,b\n1,2\n")], []).Fault?.Code);

    [Fact]
    public void Open_NoSymbolAnywhere_Fault() => Assert.Equal("NO_SYMBOL", ReplayInput.Open([Write("x.csv", "time,bid,ask\n1,2,3\n")], []).Fault?.Code);

    [Fact]
    public void Open_MissingFile_Fault() => Assert.Equal("UNREADABLE", ReplayInput.Open([Path.Combine(_folder, "none.csv")], []).Fault?.Code);

    [Fact]
    public void Frames_TwoFiles_MergedByReceiveInstantWithStableOrder()
    {
        static string Line(long second, string symbol, long id) =>
            $"{second * 1_000_000_000} {{\"stream\":\"x@trade\",\"data\":{{\"e\":\"trade\",\"E\":{second * 1000},\"s\":\"{symbol}\",\"t\":{id},\"p\":\"1\",\"q\":\"1\",\"T\":{second * 1000},\"m\":true,\"M\":true}}}}\n";
        var a = Write("a.txt", "# a note\n" + Line(1_723_161_600, "BTCUSDT", 1) + Line(1_723_161_602, "BTCUSDT", 2));
        var b = Write("b.txt", Line(1_723_161_600, "ETHUSDT", 7) + Line(1_723_161_601, "ETHUSDT", 8) + "junk\n" + Line(1_723_161_603, "ETHUSDT", 10));
        var order = new List<string>();
        var run = ReplayRun.Of([a, b], e => order.Add(e.Kind == MarketEventKind.Tick ? $"{e.InstrumentId}:{e.Tick.Sequence}" : e.Kind.ToString()));
        Assert.Equal("0:1 1:7 Clock 1:8 Clock 0:2 Clock Feed 1:10", string.Join(' ', order));
        Assert.Equal(1, run.Discards[DiscardReason.Malformed]);
        Assert.Equal(FeedNoticeKind.GapUnfilled, Assert.Single(run.Notices).Kind);
    }

    [Fact]
    public async Task Run_AtTwoTimesSpeed_TakesHalfTheEventTime()
    {
        var file = Write("p.csv", "time,bid,ask\n1723161600,1,2\n1723161610,1,2\n");
        var input = ReplayInput.Open([file], [], new Symbol("EURUSD"));
        var clock = new FastTimeProvider(50);
        using var feed = input.Value.CreateFeed(_ => 0, new DiscardCounters(), speed: 2, clock);
        var sink = new CountingSink();
        await feed.RunAsync(sink, CancellationToken.None);
        Assert.InRange(clock.GetElapsedTime(0).TotalSeconds, 4.9, 100);
        Assert.Equal(12, sink.Count);
    }

    [SharedDataFact("bars/ejtrader_GBPJPYh1.csv")]
    public void Bars_RealExports_AllReadOrCounted()
    {
        var run = ReplayRun.Of(SharedData.Find("bars/ejtrader_GBPJPYh1.csv")!);
        Assert.Equal(File.ReadLines(SharedData.Find("bars/ejtrader_GBPJPYh1.csv")!).Count() - 1, run.Bars.Count + run.Discards.Total);
        Assert.Equal(Timeframe.H1, run.Bars[0].Bar.Timeframe);
        Assert.Equal(0, run.Discards.Total);
    }

    [SharedDataFact("smc/EURUSD_15M.csv")]
    public void Bars_DottedDates_AllRead()
    {
        var run = ReplayRun.Of(SharedData.Find("smc/EURUSD_15M.csv")!);
        Assert.Equal((24_424, Timeframe.M15, 60.0), (run.Bars.Count, run.Bars[0].Bar.Timeframe, run.Bars[0].Bar.Volume));
    }

    private List<Tick> Ticks(string name, string text)
    {
        var ticks = new List<Tick>();
        ReplayRun.Of([Write(name, text)], e => ticks.AddRange(e.Kind == MarketEventKind.Tick ? [e.Tick] : []), new Symbol("EURUSD"));
        return ticks;
    }

    private ReplayRun Run(string name, string text) => ReplayRun.Of([Write(name, text)], onEvent: null, new Symbol("EURUSD"));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private sealed class CountingSink : IFeedSink
    {
        public int Count { get; private set; }

        public ValueTask PublishAsync(in MarketEvent item, CancellationToken cancellationToken)
        {
            Count++;
            return ValueTask.CompletedTask;
        }
    }
}
