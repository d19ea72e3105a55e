using Bunit;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Tests.Web.Controls;

public sealed class SymbolTileTests : DashboardContext
{
    [Fact]
    public void Live_ShowsVenuesOffsetAndTheReasonAsLinkToItsTrace()
    {
        var tile = Render<SymbolTile>(set => set.Add(p => p.Symbol, Samples.Symbol(Samples.State())).Add(p => p.Age, TimeSpan.FromSeconds(1)));

        Assert.Contains("LIVE", tile.Find(".feed").TextContent, StringComparison.Ordinal);
        Assert.Equal(["binance", "mt5"], tile.FindAll(".venues th").Select(cell => cell.TextContent));
        Assert.Contains("lagging", tile.Find(".venues tr:nth-child(2) .venue-state").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("mt5 − binance −93.6 ±5.9", tile.Find(".tile-offset").TextContent, StringComparison.Ordinal);
        Assert.Equal("M15 setup: no live break within 12 bars", tile.Find("a.why .why-reason").TextContent);
        Assert.Equal("/symbol/BTCUSD?trace=BTCUSD-20260302T120000Z", tile.Find("a.why").GetAttribute("href"));
        Assert.Contains("+0.42 R", tile.Find(".tile-position").TextContent, StringComparison.Ordinal);
        Assert.Contains("NFP in 2 h 10 m", tile.Find(".tile-session").TextContent, StringComparison.Ordinal);
    }

    /// <summary>The difference goes one way whichever venue is primary, and what is wrong with it is said.</summary>
    [Theory]
    [InlineData("accepted", "mt5 − binance −93.6 ±5.9 (age 12\u202Fs)")]
    [InlineData("stepping", "mt5 − binance −93.6 ±5.9 (age 12\u202Fs) · stepping")]
    [InlineData("stale", "mt5 − binance −93.6 ±5.9 (age 12\u202Fs) · stale")]
    public void Offset_ByState_SaysSo(string status, string expected)
    {
        var state = Samples.State();
        var tile = Render<SymbolTile>(set => set.Add(p => p.Symbol, Samples.Symbol(state with { Offset = state.Offset with { Status = status } })));

        Assert.Equal(expected, tile.Find(".tile-offset").TextContent);
    }

    [Fact]
    public void Reason_WithMarkup_IsText()
    {
        var tile = Render<SymbolTile>(set => set.Add(p => p.Symbol, Samples.Symbol(Samples.State("<script>alert(1)</script>"))));

        Assert.Empty(tile.FindAll("script"));
        Assert.Equal("<script>alert(1)</script>", tile.Find(".why-reason").TextContent);
    }

    [Fact]
    public void Unread_IsSkeleton() => Assert.NotEmpty(Render<SymbolTile>(set => set.Add(p => p.Symbol, Samples.Symbol(null))).FindAll("[role=status] .skeleton"));

    [Fact]
    public void Old_IsGreyedWithAge()
    {
        var tile = Render<SymbolTile>(set => set.Add(p => p.Symbol, Samples.Symbol(Samples.State())).Add(p => p.Age, TimeSpan.FromSeconds(40)));

        Assert.NotNull(tile.Find("article.greyed"));
        Assert.Contains("stale, 40", tile.Find(".chip-warn").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_DoesNotClaimTheFeedIsLive() =>
        Assert.Empty(Render<SymbolTile>(set => set.Add(p => p.Symbol, Samples.Symbol(Samples.State())).Add(p => p.Lost, true)).FindAll(".feed"));

    [Fact]
    public void Failed_SaysWhyAndRetries()
    {
        var asked = 0;
        var tile = Render<SymbolTile>(set => set.Add(p => p.Symbol, Samples.Symbol(null, new Fault("TIMEOUT", "The desk did not answer within 5 s."))).Add(p => p.OnRetry, () => asked++));

        Assert.Contains("did not answer", tile.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        tile.Find("button").Click();
        Assert.Equal(1, asked);
    }
}
