using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Views;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage;

public sealed class FusionTableTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Instrument[] Instruments = [TestInstruments.Btc(secondary: Venue.Mt5), TestInstruments.GbpJpy()];

    [Fact]
    public void M5Candles_LatestRevisionStandsAndComesBackWhole()
    {
        using var desk = new TestDesk();
        Write(desk, derived =>
        {
            derived.Write(0, Candle(0, revision: 1) with { Sources = M5Sources.Primary, FilledMinutes = 0 });
            derived.Write(0, Candle(0, revision: 2));
            derived.Write(0, Candle(0, revision: 1));
            derived.Write(0, Candle(1, revision: 1) with { Atr14 = null, Vwap = null, Volatility = null, Structure = null });
        });

        var candles = Read(desk, 10);

        Assert.Equal([2, 1], candles.Select(candle => candle.Revision));
        Assert.Equal((101.5, 3.25, 100.75, "EXPANDING", "bearish", 2), (candles[0].Close, candles[0].Atr14, candles[0].Vwap, candles[0].VolatilityState, candles[0].Structure, candles[0].FilledMinutes));
        Assert.Equal(["primary", "secondary"], candles[0].Sources);
        Assert.Equal((null, null, null, null), (candles[1].Atr14, candles[1].Vwap, candles[1].VolatilityState, candles[1].Structure));
        Assert.Equal(candles[1].OpenTime, Read(desk, 1).Single().OpenTime);
        Assert.Equal(candles[0].OpenTime, Read(desk, 9, before: candles[1].OpenTime).Single().OpenTime);
        Assert.Equal(candles[1].OpenTime, Read(desk, 9, from: candles[1].OpenTime).Single().OpenTime);
        Assert.Empty(desk.Queries.GetM5Candles(TestDesk.Gbp, 9));
    }

    [Fact]
    public void QualityDays_MinutesAddUpAcrossRestarts()
    {
        using var desk = new TestDesk();
        foreach (var lowest in (double[])[0.8, 0.4])
        {
            Write(desk, derived => derived.Write(0, Minute(lowest)));
        }

        var day = DerivedRows.DayOf(Assert.Single(desk.Queries.GetQualityDays(TestDesk.Btc, 10)));

        Assert.Equal((200, 120, 20, 10, 0.4), (day.Counts.Messages, day.Counts.Seconds, day.DegradedSeconds, day.PoorSeconds, day.LowestScore));
        Assert.All(QualityNames.Faults, fault => Assert.Equal(2 * ((int)fault + 1), day.Counts[fault]));
    }

    [Fact]
    public void QualityDays_NextDay_BeginsAnew()
    {
        using var desk = new TestDesk();
        Write(desk, derived =>
        {
            derived.Write(0, Minute(0.5));
            derived.Write(0, Minute(0.9) with { Day = Timeframe.D1.Floor(TestDesk.Start) + TimeSpan.FromDays(1) });
        });

        Assert.Equal([(100, 0.9), (100, 0.5)], desk.Queries.GetQualityDays(TestDesk.Btc, 10).Select(DerivedRows.DayOf).Select(day => (day.Counts.Messages, day.LowestScore)));
    }

    private static void Write(TestDesk desk, Action<DerivedWriter> write)
    {
        using var writer = new AsyncDbWriter(desk.Database, Instruments, TimeProvider.System);
        write(new DerivedWriter(writer, Instruments, new QualityOptions(), symbol => desk.Queries.GetQualityDays(symbol, 1).FirstOrDefault()));
        Assert.True(writer.Flush(Patience));
    }

    private static M5CandleView[] Read(TestDesk desk, int limit, Timestamp? before = null, Timestamp? from = null) =>
        [.. desk.Queries.GetM5Candles(TestDesk.Btc, limit, before, from).Select(row => M5Views.Of(row, Instruments[0]))];

    private static M5Candle Candle(int index, int revision) => new()
    {
        OpenTime = TestDesk.Start + TimeSpan.FromMinutes(5 * index),
        Open = 100,
        High = 102,
        Low = 99,
        Close = 101.5,
        Volume = 7,
        Atr14 = 3.25,
        Vwap = 100.75,
        Volatility = VolatilityState.Expanding,
        Structure = M5Structure.Bearish,
        Sources = M5Sources.Primary | M5Sources.Secondary,
        FilledMinutes = 2,
        Revision = revision,
    };

    private static QualityMinute Minute(double lowest)
    {
        var counts = new QualityCounts { Messages = 100, Seconds = 60 };
        foreach (var fault in QualityNames.Faults)
        {
            counts[fault] = (int)fault + 1;
        }

        return new QualityMinute(Timeframe.D1.Floor(TestDesk.Start), counts, DegradedSeconds: 10, PoorSeconds: 5, lowest);
    }
}
