using Bunit;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Tests.Web.Controls;

public sealed class M5BridgePanelTests : DashboardContext
{
    [Fact]
    public void Live_NewestFirstWithVoteSourcesAndRevision()
    {
        Client.Bridge = _ => Report(Candle(0, "NORMAL", "bearish", ["primary"], filled: 0, revision: 1), Candle(1, "EXPANDING", "bullish", ["primary", "secondary"], filled: 2, revision: 3));

        var panel = Render<M5BridgePanel>(set => set.Add(p => p.Symbol, "BTCUSD"));

        panel.WaitForAssertion(() => Assert.Equal(2, panel.FindAll("tbody tr").Count));
        var newest = panel.FindAll("tbody tr")[0].TextContent;
        Assert.Contains("expanding", newest, StringComparison.Ordinal);
        Assert.Contains("▲ bullish", newest, StringComparison.Ordinal);
        Assert.Contains("primary + secondary, 2 min filled", newest, StringComparison.Ordinal);
        Assert.Equal("3", panel.FindAll("tbody tr")[0].GetAttribute("data-revision"));
        Assert.Contains("▼ bearish", panel.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("slope +0.12 ATR/bar", panel.Find(".panel-actions").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void NotReady_SaysWarmingUpInsteadOfAValue()
    {
        Client.Bridge = _ => Report(Candle(0, null, null, ["primary"], filled: 0, revision: 1));

        var panel = Render<M5BridgePanel>(set => set.Add(p => p.Symbol, "BTCUSD"));

        panel.WaitForAssertion(() => Assert.Equal(2, panel.FindAll("tbody td").Count(cell => cell.TextContent == "warming up")));
    }

    [Fact]
    public void NoCandle_SaysWhatWillFillIt()
    {
        Client.Bridge = _ => Report();

        var panel = Render<M5BridgePanel>(set => set.Add(p => p.Symbol, "BTCUSD"));

        panel.WaitForAssertion(() => Assert.Contains("each five minutes", panel.Find(".panel-empty").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Failed_SaysWhyAndRetries()
    {
        var asked = 0;
        Client.Bridge = _ => asked++ == 0 ? new Fault("TIMEOUT", "The desk did not answer within 5 s.") : Report(Candle(0, "NORMAL", "neutral", ["primary"], 0, 1));

        var panel = Render<M5BridgePanel>(set => set.Add(p => p.Symbol, "BTCUSD"));
        panel.WaitForAssertion(() => Assert.Contains("did not answer", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));

        panel.Find("button").Click();

        panel.WaitForAssertion(() => Assert.Single(panel.FindAll("tbody tr")));
    }

    [Fact]
    public void Unread_IsSkeleton()
    {
        Client.BridgePending = true;

        Assert.NotEmpty(Render<M5BridgePanel>(set => set.Add(p => p.Symbol, "BTCUSD")).FindAll("[role=status] .skeleton"));
    }

    [Fact]
    public async Task ReadingFailsLater_KeepsTheCandlesGreyed()
    {
        Client.Bridge = _ => Report(Candle(0, "NORMAL", "neutral", ["primary"], 0, 1));
        var panel = Render<M5BridgePanel>(set => set.Add(p => p.Symbol, "BTCUSD"));
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll("tbody tr")));

        Client.Bridge = symbol => symbol == "BTCUSD" ? new Fault("TIMEOUT", "late") : Report();
        await panel.InvokeAsync(() => panel.Instance.ReadAsync());
        panel.Render();

        Assert.NotNull(panel.Find(".is-stale .greyed tbody tr"));
    }

    private static M5BridgeReport Report(params M5CandleView[] candles) => new("BTCUSD", "ready", [], "binance", 0.12, candles, null);

    private static M5CandleView Candle(int index, string? volatility, string? structure, string[] sources, int filled, int revision)
    {
        var open = Samples.Noon + TimeSpan.FromMinutes(5 * index);
        return new M5CandleView(open, open + TimeSpan.FromMinutes(5), Open: 100, High: 102, Low: 99, Close: 101, Volume: 5, Atr14: 2, Vwap: 100.5, volatility, structure, sources, filled, revision);
    }
}
