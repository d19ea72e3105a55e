using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Tests.Feeds.Mt5;

public sealed class BridgeHistoryTests
{
    [Theory]
    [InlineData(Timeframe.M1, 1_200)]
    [InlineData(Timeframe.M5, 700)]
    [InlineData(Timeframe.M15, 96)]
    [InlineData(Timeframe.H1, 48)]
    [InlineData(Timeframe.H4, 12)]
    [InlineData(Timeframe.D1, 2)]
    public async Task GetBars_OfEveryTimeframe_GivesClosedBarsOnUtcBoundaries(Timeframe timeframe, int count)
    {
        await using var desk = new BridgeHarness();
        await desk.StartExpertAdvisorAsync();
        await desk.WaitUntilLiveAsync();
        var to = timeframe.Floor(desk.Now);
        var from = to - (timeframe.Duration() * count);
        var bars = await desk.Feed.GetBarsAsync(BridgeInstruments.PoundYen, timeframe, from, desk.Now + TimeSpan.FromDays(1), CancellationToken.None);
        Assert.True(bars.IsSuccess, bars.Fault?.ToString());
        Assert.Equal(Enumerable.Range(0, count).Select(i => from + (timeframe.Duration() * i)), bars.Value.Select(bar => bar.OpenTime));
        Assert.All(bars.Value, bar => Assert.Equal((BarFlags.History, Venue.Mt5, timeframe), (bar.Flags, bar.Source, bar.Timeframe)));
    }

    [Fact]
    public async Task GetBars_WithoutTerminal_IsAFault()
    {
        await using var desk = new BridgeHarness();
        var bars = await desk.Feed.GetBarsAsync(BridgeInstruments.Gold, Timeframe.M1, desk.Now - TimeSpan.FromHours(1), desk.Now, CancellationToken.None);
        Assert.Equal("MT5_DISCONNECTED", bars.Fault!.Code);
    }

    [Fact]
    public async Task GetBars_WithoutAnswer_TimesOut_AndWithErrorIsRefused()
    {
        var options = BridgeInstruments.Options();
        options.RequestTimeoutMs = 100;
        await using var desk = new BridgeHarness(options);
        using var peer = await BridgeProtocolTests.LivePeerAsync(desk);
        var silent = await desk.Feed.GetBarsAsync(BridgeInstruments.Gold, Timeframe.M1, desk.Now - TimeSpan.FromHours(1), desk.Now, CancellationToken.None);
        Assert.Equal("MT5_TIMEOUT", silent.Fault!.Code);
        await peer.ReadAsync("cmd");
        var asked = desk.Feed.GetBarsAsync(BridgeInstruments.Gold, Timeframe.M1, desk.Now - TimeSpan.FromHours(1), desk.Now, CancellationToken.None);
        var id = (await peer.ReadAsync("cmd")).GetProperty("id").GetString();
        await peer.SendMessageAsync("err", $""","id":"{id}","code":"LIMIT" """);
        Assert.Equal("MT5_REFUSED", (await asked).Fault!.Code);
    }

    [Fact]
    public async Task GetBars_WhenTheTerminalGoes_IsAFaultAtOnce()
    {
        await using var desk = new BridgeHarness();
        var peer = await BridgeProtocolTests.LivePeerAsync(desk);
        var asked = desk.Feed.GetBarsAsync(BridgeInstruments.Gold, Timeframe.M1, desk.Now - TimeSpan.FromHours(1), desk.Now, CancellationToken.None);
        await peer.ReadAsync("cmd");
        peer.Dispose();
        Assert.Equal("MT5_DISCONNECTED", (await asked).Fault!.Code);
    }

    [Theory]
    [InlineData(Timeframe.H4, 10_800, Timeframe.H1)]
    [InlineData(Timeframe.H1, 10_800, Timeframe.H1)]
    [InlineData(Timeframe.H1, 19_800, Timeframe.M30)]
    [InlineData(Timeframe.M15, 19_800, Timeframe.M15)]
    [InlineData(Timeframe.H1, 20_700, Timeframe.M15)]
    public void SourceOf_Offset_IsTheLongestWithTheSameBoundaries(Timeframe wanted, int offsetSeconds, Timeframe source) =>
        Assert.Equal(source, BridgeHistory.SourceOf(wanted, offsetSeconds));

    [Fact]
    public async Task ClosedBars_AreSentByTheTerminal_H4InItsOwnTime()
    {
        await using var desk = new BridgeHarness();
        await desk.StartExpertAdvisorAsync();
        await desk.WaitUntilLiveAsync();
        for (var step = 0; step < 6; step++)
        {
            desk.Clock.Advance(TimeSpan.FromHours(1));
            await Task.Delay(20);
        }

        var symbol = BridgeInstruments.Gold.Symbol;
        await Eventually.IsTrueAsync(() => desk.Feed.LatestBrokerBar(symbol, Timeframe.M1)?.CloseTime == desk.Now, "the newest M1 bar");
        Assert.Equal(desk.Now, desk.Feed.LatestBrokerBar(symbol, Timeframe.H1)!.Value.CloseTime);

        // The server is at UTC+3 in March after the 8th: its H4 bars close at 13:00 and 17:00 UTC.
        Assert.Equal(13, desk.Feed.LatestBrokerBar(symbol, Timeframe.H4)!.Value.OpenTime.ToUtcDateTime().Hour);
    }
}
