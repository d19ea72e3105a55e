using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage;

/// <summary>Fused candles, quality days and management steps: written as handed over, read back the same.</summary>
public sealed class AnalysisTablesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void GetM5Candles_SeveralRevisions_GivesTheNewestOfEachAndKeepsTheOlder()
    {
        using var desk = new TestDesk();
        var first = Enumerable.Range(0, 5).Select(i => Candle(i, 0)).ToArray();
        Write(desk, [.. first, Candle(2, 1), Candle(2, 2), Candle(4, 1)]);

        Assert.Equal([first[0], first[1], Candle(2, 2), first[3], Candle(4, 1)], desk.Queries.GetM5Candles(TestDesk.Btc, 10));
        Assert.Equal([first[3], Candle(4, 1)], desk.Queries.GetM5Candles(TestDesk.Btc, 2));
        Assert.Equal([Candle(2, 2), first[3]], desk.Queries.GetM5Candles(TestDesk.Btc, 2, before: Candle(4, 0).TimestampUtc));
        Assert.Equal([Candle(2, 0), Candle(2, 1), Candle(2, 2)], desk.Queries.GetM5Revisions(TestDesk.Btc, Candle(2, 0).TimestampUtc));
        Assert.Empty(desk.Queries.GetM5Candles(TestDesk.Gbp, 10));
    }

    [Fact]
    public void GetM5Candles_WarmingUp_KeepsWhatIsNotKnownUnknown()
    {
        using var desk = new TestDesk();
        var candle = Candle(0, 0) with { Atr14 = null, Vwap = null, VolatilityState = null };
        Write(desk, [candle]);

        Assert.Equal([candle], desk.Queries.GetM5Candles(TestDesk.Btc, 1));
    }

    [Fact]
    public void GetQualityDays_SameDayTwice_GivesTheNewerNewestDayFirst()
    {
        using var desk = new TestDesk();
        using (var writer = new AsyncDbWriter(desk.Database, [TestInstruments.Btc()], desk.Clock))
        {
            writer.Write(Day(0, 0.5));
            writer.Write(Day(1, 0.75));
            writer.Write(Day(0, 0.99));
            Assert.True(writer.Flush(Patience));
            Assert.Equal(3, writer.RowsWritten);
        }

        Assert.Equal([Day(1, 0.75), Day(0, 0.99)], desk.Queries.GetQualityDays(TestDesk.Btc, 10));
        Assert.Equal([Day(1, 0.75)], desk.Queries.GetQualityDays(TestDesk.Btc, 1));
    }

    [Fact]
    public void GetDtmsActions_ByPositionAndTime_GivesNewestFirst()
    {
        using var desk = new TestDesk();
        var actions = Enumerable.Range(0, 6).Select(i => Action(i, i % 2 == 0 ? "P1" : "P2")).ToArray();
        desk.Database.Writer.Run(WriteStage.Journal, connection => Array.ForEach(actions, action => DtmsActionTable.Write(connection, action)));

        Assert.Equal(actions.Reverse(), desk.Queries.GetDtmsActions(null, Timestamp.Epoch, 10));
        Assert.Equal([actions[4], actions[2]], desk.Queries.GetDtmsActions("P1", actions[1].At, 10));
        Assert.Equal([actions[5]], desk.Queries.GetDtmsActions("P2", Timestamp.Epoch, 1));
        Assert.Empty(desk.Queries.GetDtmsActions("P3", Timestamp.Epoch, 10));
    }

    private static void Write(TestDesk desk, M5CandleRow[] candles)
    {
        using var writer = new AsyncDbWriter(desk.Database, [TestInstruments.Btc()], desk.Clock);
        foreach (var candle in candles)
        {
            writer.Write(candle);
        }

        Assert.True(writer.Flush(Patience));
    }

    internal static M5CandleRow Candle(int index, int revision) => new()
    {
        Symbol = "BTCUSD",
        TimestampUtc = TestDesk.Bar(index, Timeframe.M5).OpenTime,
        Revision = revision,
        Open = 0.1 + 0.2,
        High = 101.5,
        Low = 99,
        Close = 100 + revision,
        Volume = 12.5,
        Atr14 = 1.0 / 3,
        Vwap = 100.01,
        VolatilityState = "expanding",
        Structure = "bullish",
        Sources = revision == 0 ? "binance" : "binance+mt5",
    };

    private static QualityDayRow Day(int index, double score) => new()
    {
        Symbol = "BTCUSD",
        Day = Timeframe.D1.Floor(TestDesk.Start) + TimeSpan.FromDays(index),
        Score = score,
        Counts = """{"gaps":1}""",
    };

    internal static DtmsActionRow Action(int index, string positionId) => new()
    {
        Id = index + 1,
        At = TestDesk.Start + TimeSpan.FromMinutes(index),
        PositionId = positionId,
        Symbol = "BTCUSD",
        StateFrom = "healthy",
        StateTo = "warningL1",
        Action = "tightenStop",
        Reason = "score below -2",
        Score = -2.5,
        Parts = """{"structure":-1}""",
    };
}
