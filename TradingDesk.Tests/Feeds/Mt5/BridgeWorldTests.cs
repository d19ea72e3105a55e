using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>Calendar and macro readings.</summary>
public sealed class BridgeWorldTests
{
    [Fact]
    public async Task StandIn_SendsCalendarAndMacro()
    {
        await using var desk = new BridgeHarness();
        await desk.StartExpertAdvisorAsync();
        await Eventually.IsTrueAsync(() => desk.Feed.World.Calendar.State.Events.Count > 0 && desk.Feed.World.Macro.Readings.Count == 3, "the world");
        var state = desk.Feed.World.Calendar.State;
        Assert.Equal(("mt5", false), (state.Source, state.IsStale(desk.Now)));
        Assert.True(state.IsStale(desk.Now + TimeSpan.FromHours(25)));
        var cpi = state.Events.Where(item => item.Name == "CPI m/m").ToList();
        Assert.All(cpi, item => Assert.Equal((12, 30, "USD", EventImportance.High), (item.At.ToUtcDateTime().Hour, item.At.ToUtcDateTime().Minute, item.Currency, item.Importance)));
        Assert.All(state.Events, item => Assert.Equal(item.At <= desk.Now, item.Actual is not null));
        Assert.Equal([MacroSeries.Vix, MacroSeries.Dxy, MacroSeries.Us10y], desk.Feed.World.Macro.Readings.Select(reading => reading.Series));
        Assert.Equal(0, desk.Feed.Status.Discards["malformed"]);
    }

    [Fact]
    public async Task Calendar_InParts_ReplacesItsWindowWhenWhole()
    {
        await using var desk = new BridgeHarness();
        using var peer = await BridgeProtocolTests.LivePeerAsync(desk);
        var calendar = desk.Feed.World.Calendar;
        var server = (desk.Now.UnixMilliseconds + 10_800_000) / 1_000;
        await SendAsync(first: true, more: true, "1", 60);
        await SendAsync(first: false, more: false, "2", 120);
        await Eventually.IsTrueAsync(() => calendar.State.Events.Count == 2, "two events");
        Assert.Equal(desk.Now + TimeSpan.FromSeconds(60), calendar.State.Events[0].At);
        Assert.Equal((3.1, 3.0, 3.333), (calendar.State.Events[0].Actual!.Value, calendar.State.Events[0].Forecast!.Value, Math.Round(calendar.State.Events[0].SurprisePercent!.Value, 3)));

        await SendAsync(first: true, more: false, "2", 180); // put off; the other one was cancelled
        await Eventually.IsTrueAsync(() => calendar.State.Events is [{ Id: "2" }], "one event");
        Assert.Equal(desk.Now + TimeSpan.FromSeconds(180), calendar.State.Events[0].At);

        Task SendAsync(bool first, bool more, string id, int inSeconds) => peer.SendMessageAsync("cal",
            $$""","since":{{server}},"until":{{server + 3_600}},"first":{{(first ? "true" : "false")}},"more":{{(more ? "true" : "false")}},"k":[{"id":"{{id}}","tm":{{server + inSeconds}},"ccy":"USD","imp":3,"name":"CPI","act":3.1,"fc":3.0,"prev":2.9,"unit":"%"}]""");
    }

    [Theory]
    [InlineData(""","since":1,"until":2,"first":true,"more":false,"k":[{"id":"1","tm":1773000000,"ccy":"usd","imp":3,"name":"x"}]""")]
    [InlineData(""","since":1,"until":2,"first":true,"more":false,"k":[{"id":"1","tm":-5,"ccy":"USD","imp":3,"name":"x"}]""")]
    [InlineData(""","since":1,"until":2,"first":true,"more":false,"k":[{"id":"1","tm":1773000000,"ccy":"USD","imp":9,"name":"x"}]""")]
    [InlineData(""","since":1,"until":2,"first":true,"more":false,"k":7""")]
    [InlineData(""","more":false,"k":[]""")]
    public async Task Calendar_WithAFault_ChangesNothingAndIsCounted(string rest)
    {
        await using var desk = new BridgeHarness();
        using var peer = await BridgeProtocolTests.LivePeerAsync(desk);
        await peer.SendMessageAsync("cal", rest);
        await Eventually.IsTrueAsync(() => desk.Feed.Status.Discards["malformed"] == 1, "the fault is counted");
        Assert.Equal(CalendarState.Empty, desk.Feed.World.Calendar.State);
    }

    [Fact]
    public void Macro_OlderReading_IsLeft_AndCalendarIsBounded()
    {
        var world = new MarketContext();
        var now = Timestamp.FromUnixSeconds(1_773_144_000);
        Assert.True(world.Macro.Take(new MacroReading(MacroSeries.Vix, 16, now, now)));
        Assert.False(world.Macro.Take(new MacroReading(MacroSeries.Vix, 99, now - TimeSpan.FromSeconds(1), now)));
        Assert.Equal(16, world.Macro.LatestOf(MacroSeries.Vix)!.Value);
        var events = Enumerable.Range(0, EconomicCalendar.Capacity + 10).Select(i => new EconomicEvent($"{i}", now + TimeSpan.FromMinutes(i), "USD", EventImportance.Low, "x", null, null, null, "")).ToList();
        world.Calendar.Replace("mt5", now, now + TimeSpan.FromDays(30), events, now);
        Assert.Equal((EconomicCalendar.Capacity, "10"), (world.Calendar.State.Events.Count, world.Calendar.State.Events[0].Id));
    }
}
