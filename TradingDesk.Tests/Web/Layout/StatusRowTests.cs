using Bunit;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Layout;

namespace TradingDesk.Tests.Web.Layout;

public sealed class StatusRowTests : DashboardContext
{
    [Fact]
    public void Status_ShowsModeStageMoneyAndGuard()
    {
        Client.Status = Samples.Status();

        var row = Render<StatusRow>();

        row.WaitForAssertion(() => Assert.Equal("SIMULATED ×10", row.Find(".ribbon").TextContent));
        Assert.Contains("PAPER", row.Markup, StringComparison.Ordinal);
        Assert.Contains("10\u202F214.50", row.Markup, StringComparison.Ordinal);
        Assert.Contains("−150.00", row.Markup, StringComparison.Ordinal);
        Assert.Contains("50\u202F% of the day's loss limit", row.Find(".guard").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("OFF", row.Find(".shadow-cell").TextContent, StringComparison.Ordinal);
        Assert.Empty(row.FindAll(".kill"));
    }

    [Fact]
    public void ShadowAndKill_AreInSight()
    {
        Client.Status = Samples.Status(kill: "STOP_NEW", shadow: true);

        var row = Render<StatusRow>();

        row.WaitForAssertion(() => Assert.Contains("STOP NEW", row.Find(".kill").TextContent, StringComparison.Ordinal));
        Assert.Contains("ON", row.Find(".shadow-on").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreachable_SaysLost()
    {
        Client.Status = new Fault("UNREACHABLE", "The desk's API cannot be reached.");

        var row = Render<StatusRow>();

        row.WaitForAssertion(() => Assert.Contains("lost", row.Find(".dot-lost").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Stop_WithoutAnyAnswer_IsPlainFormWithTokenAndEveryLevel()
    {
        var menu = Render<StopMenu>();

        var form = menu.Find("form");
        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal("/ui/kill-switch", form.GetAttribute("action"));
        Assert.Equal("token-of-this-session", menu.Find("input[name=__RequestVerificationToken]").GetAttribute("value"));
        Assert.Equal(["STOP_NEW", "REDUCE", "FLATTEN", "SHUTDOWN"], menu.FindAll("input[name=level]").Select(level => level.GetAttribute("value")));
        Assert.True(menu.Find("input[name=confirmed]").HasAttribute("required"));
    }

    [Fact]
    public void Stop_AtALevel_OffersOnlyStricterOnesWithTheirEffect()
    {
        var menu = Render<StopMenu>(set => set.Add(p => p.View, Samples.Status(kill: "REDUCE").Kill));

        Assert.Equal(["FLATTEN", "SHUTDOWN"], menu.FindAll("input[name=level]").Select(level => level.GetAttribute("value")));
        Assert.Contains("Closes 2 positions.", menu.Markup, StringComparison.Ordinal);
    }
}
