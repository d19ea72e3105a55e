using NodaTime;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Sessions;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.Structure.Sessions;

public sealed class SessionTests
{
    [Theory]
    [InlineData(StructureTag.London, "2024-01-15T12:00:00Z", "2024-01-15T08:00:00Z", "2024-01-15T17:00:00Z")]
    [InlineData(StructureTag.London, "2024-07-15T12:00:00Z", "2024-07-15T07:00:00Z", "2024-07-15T16:00:00Z")]
    [InlineData(StructureTag.NewYork, "2024-01-15T18:00:00Z", "2024-01-15T13:00:00Z", "2024-01-15T22:00:00Z")]
    [InlineData(StructureTag.NewYork, "2024-07-15T18:00:00Z", "2024-07-15T12:00:00Z", "2024-07-15T21:00:00Z")]
    [InlineData(StructureTag.Tokyo, "2024-07-15T08:59:59Z", "2024-07-15T00:00:00Z", "2024-07-15T09:00:00Z")]
    [InlineData(StructureTag.Tokyo, "2024-07-15T09:00:00Z", "2024-07-16T00:00:00Z", "2024-07-16T09:00:00Z")]
    [InlineData(StructureTag.Sydney, "2024-07-15T23:00:00Z", "2024-07-15T21:00:00Z", "2024-07-16T06:00:00Z")]
    [InlineData(StructureTag.Sydney, "2024-01-15T23:00:00Z", "2024-01-15T20:00:00Z", "2024-01-16T05:00:00Z")]
    [InlineData(StructureTag.NewYorkKillZone, "2024-07-15T13:00:00Z", "2024-07-15T11:00:00Z", "2024-07-15T14:00:00Z")]
    [InlineData(StructureTag.LondonCloseKillZone, "2024-07-15T15:59:00Z", "2024-07-15T14:00:00Z", "2024-07-15T16:00:00Z")]
    public void Occurrence_SummerAndWinter_FollowsThePlacesClock(StructureTag tag, string instant, string from, string to)
    {
        var session = SessionTable.Default.Single(item => item.Tag == tag);

        Assert.Equal((At(from), At(to)), session.OccurrenceEndingAfter(At(instant)));
    }

    [Fact]
    public void Occurrence_OverMidnightAndClockChange_HasTheRightLength()
    {
        // London's clock jumps from 01:00 to 02:00 on 31 March 2024: the night shift is an hour shorter.
        var night = new SessionDefinition(StructureTag.London, "Europe/London", new LocalTime(22, 0), new LocalTime(6, 0));

        Assert.Equal((At("2024-03-30T22:00:00Z"), At("2024-03-31T05:00:00Z")), night.OccurrenceEndingAfter(At("2024-03-31T00:00:00Z")));
    }

    [Theory]
    [InlineData("Europe/London", 1, 30)]
    [InlineData("America/New_York", 2, 30)]
    [InlineData("Australia/Sydney", 2, 15)]
    [InlineData("Australia/Lord_Howe", 2, 10)]
    [InlineData("Asia/Tokyo", 9, 0)]
    public void Occurrence_EveryDayOfTenYears_IsNodaTimesLenientOne(string zone, int hour, int minute)
    {
        var session = new SessionDefinition(StructureTag.London, zone, new LocalTime(hour, minute), new LocalTime(20, 0));
        var clock = DateTimeZoneProviders.Tzdb[zone];
        for (var date = new LocalDate(2020, 1, 2); date.Year < 2030; date = date.PlusDays(1))
        {
            Timestamp Lenient(LocalTime time) => Timestamp.FromUnixMilliseconds(clock.AtLeniently(date + time).ToInstant().ToUnixTimeMilliseconds());
            Assert.Equal((Lenient(session.Start), Lenient(session.End)), session.OccurrenceEndingAfter(Lenient(session.End) - TimeSpan.FromSeconds(1)));
        }
    }

    [Fact]
    public void Bars_OfADay_OpenAndCloseEachSessionOnceAtItsEnds()
    {
        var log = Run(Timeframe.M15, 4 * 48);
        var london = log.Where(item => item.Tag == StructureTag.London).ToArray();

        // 2024-08-05 is a Monday in summer: 07:00 to 16:00 UTC, half-open.
        Assert.Equal([StructureEventKind.SessionOpened, StructureEventKind.SessionClosed], london.Take(2).Select(item => item.Kind));
        Assert.Equal((At("2024-08-05T07:00:00Z"), At("2024-08-05T07:15:00Z")), (london[0].OriginAt, london[0].KnownAt));
        Assert.Equal(At("2024-08-05T16:00:00Z"), london[1].KnownAt);
        var bars = TestBars.Walk(4 * 48, seed: 81, timeframe: Timeframe.M15).Where(bar => bar.OpenTime >= At("2024-08-05T07:00:00Z") && bar.OpenTime < At("2024-08-05T16:00:00Z")).ToArray();
        Assert.Equal((bars.Max(bar => bar.High), bars.Min(bar => bar.Low)), (london[1].Top, london[1].Bottom));
        Assert.Equal(4, london.Length);
    }

    [Fact]
    public void Bars_MissingAtTheEnd_CloseTheSessionWithTheNextBar()
    {
        var tracker = new SessionTracker(SessionTable.Default.Single(item => item.Tag == StructureTag.London));
        var log = new StructureEventLog();
        Bar[] bars = [.. TestBars.Walk(96, seed: 82, timeframe: Timeframe.M15).Where(bar => bar.OpenTime < At("2024-08-05T12:00:00Z") || bar.OpenTime >= At("2024-08-05T20:00:00Z"))];
        for (var i = 0; i < bars.Length; i++)
        {
            tracker.Update(bars[i], new BarContext(i, bars[i], log));
        }

        Assert.Equal(At("2024-08-05T20:15:00Z"), Assert.Single(log.Of(StructureEventKind.SessionClosed)).KnownAt);
        Assert.False(tracker.Current!.Value.IsActive);
    }

    [Fact]
    public void Bars_OfFourHours_HaveNoSessions() => Assert.Empty(Run(Timeframe.H4, 100));

    private static List<StructureEvent> Run(Timeframe timeframe, int count)
    {
        var log = new StructureEventLog();
        var market = MarketStructureTests.Create();
        foreach (var bar in TestBars.Walk(count, seed: 81, timeframe: timeframe))
        {
            market.Update(bar, log);
        }

        return [.. log.Events.Where(item => item.Kind is StructureEventKind.SessionOpened or StructureEventKind.SessionClosed)];
    }

    private static Timestamp At(string text) => Timestamp.TryParse(text, out var at) ? at : throw new ArgumentException(text);
}
