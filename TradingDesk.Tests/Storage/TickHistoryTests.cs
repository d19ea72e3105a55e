using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage;

/// <summary>Ticks by timeframe are what a plain pass over all seconds makes of them, from the cache too.</summary>
public sealed class TickHistoryTests
{
    private const int Seed = 20261126;
    private const int Seconds = 3 * 3_600;
    private static readonly Timestamp End = Timeframe.H1.Floor(TestDesk.Start) + TimeSpan.FromSeconds(Seconds);

    [Theory]
    [InlineData(Timeframe.S1, 0.5)]
    [InlineData(Timeframe.M1, 0.25)]
    [InlineData(Timeframe.M1, 3)]
    [InlineData(Timeframe.M5, 2.1)]
    [InlineData(Timeframe.H1, 2.5)]
    public void GetTicks_ByTimeframe_EqualsAPlainPass(Timeframe timeframe, double hoursBack)
    {
        using var desk = new TestDesk();
        var rows = Fill(desk, Seconds);
        foreach (var now in (Timestamp[])[End, End - TimeSpan.FromSeconds(17), End])
        {
            var expected = Plain(rows, timeframe, now - TimeSpan.FromHours(hoursBack), now);

            Assert.Equal(expected, desk.Queries.GetTicks(TestDesk.Btc, timeframe, hoursBack, now, 100_000));
            Assert.Equal(expected.TakeLast(7), desk.Queries.GetTicks(TestDesk.Btc, timeframe, hoursBack, now, 7));
        }

        Assert.Empty(desk.Queries.GetTicks(TestDesk.Gbp, timeframe, hoursBack, End, 10));
    }

    /// <summary>A venue that was quiet writes its last second when it speaks again: an answer that was given before must not keep it out.</summary>
    [Fact]
    public void GetTicks_ARowThatComesLate_IsInTheNextAnswer()
    {
        using var desk = new TestDesk();
        var rows = Fill(desk, Seconds);
        var now = End - TimeSpan.FromMinutes(1);
        desk.Queries.GetTicks(TestDesk.Btc, Timeframe.M1, 1, now, 1_000);
        var late = new TickSecond(0, Venue.File, now - TimeSpan.FromMinutes(14), Bid: 5, Ask: 6, Volume: 7, TickCount: 1, OffsetApplied: 0);
        using (var writer = new AsyncDbWriter(desk.Database, [TestInstruments.Btc()], desk.Clock))
        {
            writer.Write(late);
        }

        Assert.Contains(desk.Queries.GetTicks(TestDesk.Btc, Timeframe.M1, 1, now, 1_000), row => row.Source == "file");
        Assert.NotEmpty(rows);
    }

    private static List<TickAggregate> Plain(List<TickAggregate> rows, Timeframe timeframe, Timestamp from, Timestamp to)
    {
        var start = timeframe == Timeframe.S1 ? from : timeframe.Floor(from);
        return [.. rows.Where(row => row.Time >= start && row.Time < to)
            .GroupBy(row => (Open: timeframe.Floor(row.Time), row.Source))
            .Select(g => g.Last() with { Time = g.Key.Open, Volume = g.Sum(row => row.Volume) })];
    }

    private static List<TickAggregate> Fill(TestDesk desk, int seconds)
    {
        var random = new Random(Seed);
        var rows = new List<TickAggregate>();
        using var writer = new AsyncDbWriter(desk.Database, [TestInstruments.Btc()], desk.Clock);
        for (var i = 0; i < seconds; i++)
        {
            var second = End - TimeSpan.FromSeconds(seconds - i);
            foreach (var venue in ((Venue[])[Venue.Binance, Venue.Mt5]).Where(_ => random.Next(4) > 0))
            {
                double bid = random.Next(1_000, 2_000);
                var row = new TickSecond(0, venue, second, Bid: bid, Ask: bid + 1, Volume: random.Next(10), TickCount: 1, OffsetApplied: 0.5);
                writer.Write(row);
                rows.Add(new TickAggregate(second, venue.ToName(), bid, bid + 1, bid + 0.5, row.Volume, 0.5));
            }
        }

        Assert.True(writer.Flush(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, writer.Dropped);
        return rows;
    }
}
