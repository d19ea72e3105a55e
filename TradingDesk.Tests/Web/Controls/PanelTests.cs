using Bunit;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Tests.Web.Controls;

public sealed class PanelTests : DashboardContext
{
    [Theory]
    [InlineData(PanelState.Loading, "[role=status] .skeleton")]
    [InlineData(PanelState.Empty, ".panel-empty")]
    [InlineData(PanelState.Live, ".panel-body .content")]
    [InlineData(PanelState.Stale, ".panel-body.greyed .content")]
    [InlineData(PanelState.Failed, "[role=alert]")]
    public void Render_EachState_ShowsItsOwnFace(PanelState state, string selector)
    {
        var panel = Render<Panel>(set => set.Add(p => p.Title, "Ticks").Add(p => p.State, state).Add(p => p.Message, "why").Add(p => p.Age, TimeSpan.FromSeconds(41))
            .AddChildContent("<b class=\"content\">x</b>"));

        Assert.NotEmpty(panel.FindAll(selector));
        Assert.Equal(state is PanelState.Live or PanelState.Stale, panel.FindAll(".content").Count == 1);
    }

    [Fact]
    public void Stale_WithAge_SaysTheAge() =>
        Assert.Contains("stale, 41", Render<Panel>(set => set.Add(p => p.Title, "Ticks").Add(p => p.State, PanelState.Stale).Add(p => p.Age, TimeSpan.FromSeconds(41))).Markup, StringComparison.Ordinal);

    [Fact]
    public void Failed_RetryClicked_Asks()
    {
        var asked = 0;
        var panel = Render<Panel>(set => set.Add(p => p.Title, "Ticks").Add(p => p.State, PanelState.Failed).Add(p => p.OnRetry, () => asked++));

        panel.Find("button").Click();

        Assert.Equal(1, asked);
    }
}
