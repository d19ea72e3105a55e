using Bunit;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Tests.Web.Controls;

public sealed class TracePanelTests : DashboardContext
{
    [Fact]
    public void Trace_ShowsNarrativeFirstThenEverythingElse()
    {
        var panel = Render<TracePanel>(set => set.Add(p => p.Trace, Samples.Trace()));

        var body = panel.Find(".trace-body");
        Assert.Equal("narrative", body.Children[1].ClassName);
        Assert.Equal(["gate gate-passed", "gate gate-failed", "gate gate-unknown", "gate gate-passed", "gate gate-failed"], panel.FindAll(".gate").Select(gate => gate.ClassName!));
        Assert.Contains("0.3 score to pass", panel.Find("[data-gate=m15Setup]").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 of 3 passed", body.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 of 2 pass", body.TextContent, StringComparison.Ordinal);
        Assert.Contains("MAX_OPEN_POSITIONS", panel.Find(".risk").TextContent, StringComparison.Ordinal);
        Assert.Contains("106.00", body.TextContent, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 12:00:00Z", panel.Find(".table").TextContent, StringComparison.Ordinal);
        Assert.Contains("abc123", body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_BarReachesItsValueAndMarksItsThreshold()
    {
        var gate = Render<GateRow>(set => set.Add(p => p.Gate, Samples.Gate("m15Setup", passed: false)));

        // 0.2 against 0.5 on a scale from 0 to 0.56: the bar ends at 71 of 200, the mark stands at 179.
        Assert.Equal("71.43", gate.Find(".gate-fill").GetAttribute("width"));
        Assert.Equal("177.82", gate.Find(".gate-threshold").GetAttribute("x"));
    }

    [Fact]
    public void Narrative_WithMarkup_IsText() =>
        Assert.Empty(Render<TracePanel>(set => set.Add(p => p.Trace, Samples.Trace("<img src=x onerror=alert(1)>"))).FindAll("img"));

    [Fact]
    public void HashCopied_SaysSo()
    {
        var panel = Render<TracePanel>(set => set.Add(p => p.Trace, Samples.Trace()));

        panel.Find(".hash button").Click();

        Assert.Equal("abc123", JSInterop.VerifyInvoke("desk.copy").Arguments[0]);
        Assert.Equal("copied", panel.Find(".hash button").TextContent);
    }

    [Fact]
    public void Failed_SaysWhy() =>
        Assert.Contains("does not have", Render<TracePanel>(set => set.Add(p => p.Trace, null).Add(p => p.Fault, new Fault("NOT_FOUND", "The desk does not have this."))).Find("[role=alert]").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Unread_IsSkeleton() => Assert.NotEmpty(Render<TracePanel>(set => set.Add(p => p.Trace, null)).FindAll(".skeleton"));
}
