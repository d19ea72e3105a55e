using Bunit;
using TradingDesk.Core.Contract;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Tests.Web.Controls;

public sealed class WhyStripTests : DashboardContext
{
    // Newest first, as the API lists them.
    private static readonly DecisionSummary[] Traces =
    [
        Samples.Summary(3, "buy", Samples.Gate("h1Bias", true), Samples.Gate("m15Setup", true)),
        Samples.Summary(2, "hold", Samples.Gate("h1Bias", true), Samples.Gate("m15Setup", null)),
        Samples.Summary(1, "hold", Samples.Gate("h1Bias", false)),
    ];

    [Fact]
    public void Render_OneColumnPerBarNewestRight_OneCellPerGate()
    {
        var strip = Render<WhyStrip>(set => set.Add(p => p.Traces, Traces));

        Assert.Equal(["BTCUSD-1", "BTCUSD-2", "BTCUSD-3"], strip.FindAll(".column").Select(column => column.GetAttribute("data-trace")));
        Assert.Equal(["hit", "c-failed", "c-none"], Cells(strip, 0));
        Assert.Equal(["hit", "c-passed", "c-unknown"], Cells(strip, 1));
        Assert.Equal(["hit", "mark mark-buy ", "c-passed", "c-passed"], Cells(strip, 2));
        Assert.Contains("0.3 to pass", strip.FindAll(".c-failed")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("not evaluated", strip.FindAll(".c-none")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnClicked_OpensItsTrace()
    {
        string? opened = null;
        var strip = Render<WhyStrip>(set => set.Add(p => p.Traces, Traces).Add(p => p.OnSelect, id => opened = id));

        strip.FindAll(".column")[1].Click();

        Assert.Equal("BTCUSD-2", opened);
    }

    [Fact]
    public void PassRate_LeavesOutWhatWasNotEvaluated()
    {
        var strip = Render<WhyStrip>(set => set.Add(p => p.Traces, Traces));

        Assert.Contains("67", strip.FindAll(".strip-names li")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("100", strip.FindAll(".strip-names li")[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void NewDecision_Redraws()
    {
        var strip = Render<WhyStrip>(set => set.Add(p => p.Traces, Traces));

        strip.Render(set => set.Add(p => p.Traces, [Samples.Summary(4, "hold", Samples.Gate("h1Bias", true)), .. Traces]));

        Assert.Equal(4, strip.FindAll(".column").Count);
    }

    [Fact]
    public void Nothing_SaysWhatWillFillIt() => Assert.Contains("closed M1 bar", Render<WhyStrip>(set => set.Add(p => p.Traces, [])).Find(".panel-empty").TextContent, StringComparison.Ordinal);

    private static string[] Cells(IRenderedComponent<WhyStrip> strip, int column) =>
        [.. strip.FindAll(".column")[column].Children.Where(child => child.TagName == "rect").Select(child => child.ClassName!)];
}
