using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Tests.Feeds.Mt5;

public sealed class ServerClockTests
{
    private static long Ms(string utc) => DateTimeOffset.Parse(utc + "Z").ToUnixTimeMilliseconds();

    [Theory]
    [InlineData(DaylightSaving.UnitedStates, "2026-03-08T06:59:59", 7_200)]
    [InlineData(DaylightSaving.UnitedStates, "2026-03-08T07:00:00", 10_800)]
    [InlineData(DaylightSaving.UnitedStates, "2026-11-01T05:59:59", 10_800)]
    [InlineData(DaylightSaving.UnitedStates, "2026-11-01T06:00:00", 7_200)]
    [InlineData(DaylightSaving.Europe, "2026-03-29T00:59:59", 7_200)]
    [InlineData(DaylightSaving.Europe, "2026-03-29T01:00:00", 10_800)]
    [InlineData(DaylightSaving.Europe, "2026-10-25T00:59:59", 10_800)]
    [InlineData(DaylightSaving.Europe, "2026-10-25T01:00:00", 7_200)]
    [InlineData(DaylightSaving.None, "2026-07-01T00:00:00", 7_200)]
    public void ToServer_AroundTheSwitch_HasTheSeasonsOffset(DaylightSaving rule, string utc, int offsetSeconds)
    {
        var clock = new ServerClock(rule, 10_000);
        clock.Declare(7_200, Ms("2026-01-15T00:00:00"), newSession: true);
        Assert.Equal(Ms(utc) + (offsetSeconds * 1_000L), clock.ToServer(Ms(utc)));
    }

    [Theory]
    [InlineData(DaylightSaving.UnitedStates)]
    [InlineData(DaylightSaving.Europe)]
    [InlineData(DaylightSaving.None)]
    public void ToUtc_OfToServer_IsTheSameInstantAllYear(DaylightSaving rule)
    {
        var clock = new ServerClock(rule, 10_000);
        clock.Declare(10_800, Ms("2026-07-15T00:00:00"), newSession: true);
        for (var utc = Ms("2025-12-20T00:00:00"); utc < Ms("2027-01-10T00:00:00"); utc += 601_000)
        {
            Assert.Equal(utc, clock.ToUtc(clock.ToServer(utc), nearUtcMs: utc));
        }
    }

    [Fact]
    public void Sample_WhenTheTerminalIsWrong_OverrulesAndShowsIt()
    {
        var clock = new ServerClock(DaylightSaving.UnitedStates, 10_000);
        var now = Ms("2026-07-15T00:00:00");
        clock.Declare(7_200, now, newSession: true);
        for (var i = 0; i < ServerClock.SampleCount; i++)
        {
            Assert.False(clock.HasMismatch);
            clock.Sample(now + (i * 1_000) + 10_800_000 - (i * 7), now + (i * 1_000));
        }

        Assert.True(clock.HasMismatch);
        Assert.Equal(10_800, clock.MeasuredOffsetSeconds);
        Assert.Equal(now + 10_800_000, clock.ToServer(now));
        Assert.Equal(-105, clock.Residual!.Value.TotalMilliseconds);
    }

    [Fact]
    public void Sample_ThatFitsNoHalfHour_IsAClockProblemAndChangesNothing()
    {
        var clock = new ServerClock(DaylightSaving.None, 10_000);
        clock.Declare(7_200, 0, newSession: true);
        for (var i = 0; i < ServerClock.SampleCount; i++)
        {
            clock.Sample((i * 1_000) + 7_200_000 + 60_000, i * 1_000);
        }

        Assert.True(clock.HasClockProblem);
        Assert.Equal(7_200_000, clock.ToServer(0));
    }

    [Fact]
    public void Sample_OfABacklogThatComesAtOnce_MeasuresNothing()
    {
        var clock = new ServerClock(DaylightSaving.None, 10_000);
        clock.Declare(7_200, 0, newSession: true);
        for (var i = 0; i < 1_000; i++)
        {
            clock.Sample(3_600_000 + i, 0);
        }

        Assert.Null(clock.MeasuredOffsetSeconds);
    }

    [Fact]
    public void Declare_OfTheOtherSeason_KeepsTheWinterBase()
    {
        var clock = new ServerClock(DaylightSaving.UnitedStates, 10_000);
        clock.Declare(10_800, Ms("2026-10-31T00:00:00"), newSession: true);
        var winter = clock.ToServer(Ms("2026-12-01T00:00:00"));
        clock.Declare(7_200, Ms("2026-11-02T00:00:00"), newSession: false);
        Assert.Equal(winter, clock.ToServer(Ms("2026-12-01T00:00:00")));
    }
}
