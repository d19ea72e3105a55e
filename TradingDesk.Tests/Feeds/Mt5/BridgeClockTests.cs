using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>The broker's clock: measured, moved by summer time, frozen at weekends.</summary>
public sealed class BridgeClockTests
{
    private static readonly TimeSpan ToSummerTime = new DateTimeOffset(2026, 3, 8, 7, 0, 0, TimeSpan.Zero) - BridgeHarness.Start;

    /// <summary>UTC+2 becomes UTC+3 in the middle of a session. The desk is told no rule (or the right one): no tick is lost, moved or doubled.</summary>
    [Theory]
    [InlineData(DaylightSaving.None)]
    [InlineData(DaylightSaving.UnitedStates)]
    public async Task SummerTime_InTheMiddleOfASession_MovesNoTick(DaylightSaving deskRule)
    {
        var options = BridgeInstruments.Options();
        options.DaylightSaving = deskRule;
        await using var desk = new BridgeHarness(options);
        desk.Clock.ShiftWallClock(ToSummerTime - TimeSpan.FromSeconds(5));
        await desk.StartExpertAdvisorAsync();
        await desk.WaitUntilLiveAsync();
        for (var step = 0; step < 40; step++)
        {
            desk.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(5);
        }

        await desk.SettleAsync();
        Assert.Equal(desk.Expected(0), desk.Published(0));
        Assert.Equal(desk.Expected(1), desk.Published(1));
        Assert.Contains(desk.Sink.TicksOf(0), tick => tick.OccurredAt < Timestamp.FromDateTimeOffset(BridgeHarness.Start + ToSummerTime));
        Assert.Contains(desk.Sink.TicksOf(0), tick => tick.OccurredAt > Timestamp.FromDateTimeOffset(BridgeHarness.Start + ToSummerTime));
        Assert.Equal((0L, 0L), (desk.Feed.Status.Discards["future"], desk.Feed.Status.Discards["stale"]));
    }

    /// <summary>The change happens while the connection is down; the replay of both sides of it is right by the rule.</summary>
    [Fact]
    public async Task SummerTime_WhileDisconnected_MovesNoTick()
    {
        await using var desk = new BridgeHarness();
        desk.Clock.ShiftWallClock(ToSummerTime - TimeSpan.FromSeconds(20));
        var advisor = await desk.StartExpertAdvisorAsync();
        await desk.WaitUntilLiveAsync();
        desk.Clock.Advance(TimeSpan.FromSeconds(5));
        await desk.SettleAsync();
        advisor.Inject(ExpertAdvisorFault.WrongToken); // down, refused once, and back
        desk.Clock.Advance(TimeSpan.FromSeconds(40));
        await Eventually.IsTrueAsync(() => advisor.Sessions == 2, "the second session");
        await desk.SettleAsync();
        Assert.Equal(desk.Expected(0), desk.Published(0));
    }

    [Fact]
    public async Task WrongOffset_IsAClockProblem_AndMeasuredAway()
    {
        await using var desk = new BridgeHarness();
        using var peer = await desk.DialAsync();
        await peer.HelloAsync(offset: 7_200); // the ticks say UTC+3
        await peer.ReadAsync("welcome");
        await peer.CatchUpAsync();
        await desk.WaitUntilLiveAsync();
        for (var i = 0; i <= ServerClock.SampleCount; i++)
        {
            desk.Clock.Advance(TimeSpan.FromSeconds(1.1));
            await peer.SendMessageAsync("ticks", $""","s":"XAUUSDm","k":[[{desk.Now.UnixMilliseconds + 10_800_000},1,2]]""");
            await Eventually.IsTrueAsync(() => desk.Feed.Status.Messages >= 3 + i, "the tick is read");
            if (i == 0)
            {
                Assert.Contains("a tick was +3600 s off the desk's clock", desk.Feed.Status.Detail, StringComparison.Ordinal);
            }
        }

        await Eventually.IsTrueAsync(() => desk.Sink.TicksOf(0).Count > 0, "a tick by the measured offset");
        Assert.Contains("the terminal says UTC+2 and its ticks say UTC+3", desk.Feed.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>At a weekend the newest quote comes again and again with Friday's time: no sample, no clock problem; on Sunday evening the offset still holds.</summary>
    [Fact]
    public void FrozenQuotes_AtTheWeekend_MeasureNothing_AndTheOffsetHoldsOnSunday()
    {
        var friday = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 13, 21, 59, 58, TimeSpan.Zero));
        var decoder = BridgeInstruments.Decoder();
        var output = new List<Core.Feeds.MarketEvent>();
        decoder.LinkUp(new BridgeLink("1", "Demo", 10_800, 300_000), friday, output);
        var sequence = 2L;
        Take("""{"v":1,"t":"ticks","seq":#,"s":"XAUUSDm","more":false,"k":[]}""", friday);
        var frozen = friday.UnixMilliseconds + 10_800_000;
        for (var at = friday; at < friday + TimeSpan.FromHours(48); at += TimeSpan.FromMinutes(10))
        {
            Take($$"""{"v":1,"t":"ticks","seq":#,"s":"XAUUSDm","k":[[{{frozen}},2410,2411]]}""", at);
        }

        Assert.Equal((10_800, null, false, null), (decoder.Clock.DeclaredOffsetSeconds, decoder.Clock.MeasuredOffsetSeconds, decoder.Clock.HasClockProblem, decoder.Clock.LastOffTick));
        var sunday = friday + TimeSpan.FromHours(48.5);
        output.Clear();
        Take($$"""{"v":1,"t":"ticks","seq":#,"s":"XAUUSDm","k":[[{{sunday.UnixMilliseconds + 10_800_000}},2410,2411]]}""", sunday);
        Assert.Equal(sunday.UnixMilliseconds, Assert.Single(output).Tick.OccurredAt.UnixMilliseconds);

        void Take(string line, Timestamp at) =>
            Assert.NotNull(decoder.Process(System.Text.Encoding.UTF8.GetBytes(line.Replace("#", (sequence++).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)), at, output));
    }

    /// <summary>The control: without the former offset the ticks of the change's last second would be an hour off.</summary>
    [Fact]
    public void ToUtcLive_AfterAChange_KnowsBothStampsForAMinute()
    {
        const long Now = 1_772_953_200_500;
        var clock = new ServerClock(DaylightSaving.None, 10_000);
        clock.Declare(7_200, Now - 3_600_000, newSession: true);
        clock.Declare(10_800, Now, newSession: false);
        Assert.Equal(Now - 600, clock.ToUtcLive(Now - 600 + 7_200_000, Now));
        Assert.Equal(Now - 600 - 3_600_000, clock.ToUtc(Now - 600 + 7_200_000, Now));
        Assert.Equal(Now + 400, clock.ToUtcLive(Now + 400 + 10_800_000, Now + 500));
        Assert.Equal(Now + 61_000 - 3_600_000, clock.ToUtcLive(Now + 61_000 + 7_200_000, Now + 61_000));
    }

    /// <summary>The control: frozen quotes in an open market are what the check is there for.</summary>
    [Fact]
    public void Judge_OfAnOffTick_FlagsForAMinute()
    {
        var clock = new ServerClock(DaylightSaving.None, 10_000);
        clock.Judge(0, 10_000);
        Assert.Null(clock.LastOffTick);
        clock.Judge(0, 10_001);
        Assert.Equal(-10_001, clock.LastOffTick!.Value.TotalMilliseconds);
        clock.Judge(50_000, 50_000);
        Assert.NotNull(clock.LastOffTick);
        clock.Judge(80_000, 80_000);
        Assert.Null(clock.LastOffTick);
    }
}
