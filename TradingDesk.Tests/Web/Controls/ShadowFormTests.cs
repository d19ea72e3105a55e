using Bunit;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Tests.Web.Controls;

public sealed class ShadowFormTests : DashboardContext
{
    private static readonly ShadowModeView Off = new(Enabled: false, [], null, null, null);

    [Fact]
    public void WithoutReason_CannotBeApplied()
    {
        var form = RenderForm();

        Assert.True(form.Find("[data-testid=shadow-apply]").HasAttribute("disabled"));
        Assert.Contains("3 symbols", form.Find(".effect").TextContent, StringComparison.Ordinal);
        Assert.Contains("2 open positions keep", form.Find(".effect").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Confirmed_PostsSymbolsAndReasonAndShowsTheAnswer()
    {
        Client.SetShadow = request => new ShadowModeView(request.Enabled!.Value, request.Symbols!, Samples.Noon, "ann", request.Reason);
        var changed = 0;
        var form = RenderForm(() => changed++);

        form.FindAll("input[name=shadow-scope]")[1].Change(true);
        form.FindAll("input[type=checkbox]")[1].Change(true);
        form.Find("[data-testid=shadow-reason]").Input("  news tonight ");
        form.Find("[data-testid=shadow-apply]").Click();
        Assert.Empty(Client.ShadowRequests);
        form.Find("[data-testid=shadow-confirm]").Click();

        var request = Assert.Single(Client.ShadowRequests);
        Assert.True(request.Enabled);
        Assert.Equal(["GBPJPY"], request.Symbols);
        Assert.Equal("news tonight", request.Reason);
        Assert.Contains("on for GBPJPY", form.Find("[data-testid=shadow-result]").TextContent, StringComparison.Ordinal);
        Assert.Equal(1, changed);
    }

    [Fact]
    public void Cancelled_ChangesNothing()
    {
        var form = RenderForm();
        form.Find("[data-testid=shadow-reason]").Input("news tonight");
        form.Find("[data-testid=shadow-apply]").Click();

        form.FindAll(".ask button")[0].Click();

        Assert.Empty(Client.ShadowRequests);
        Assert.Empty(form.FindAll(".ask"));
    }

    [Fact]
    public void Refused_SaysThatNothingWasChanged()
    {
        Client.SetShadow = _ => new Fault("FORBIDDEN", "Your role does not allow this.");
        var form = RenderForm();
        form.Find("[data-testid=shadow-reason]").Input("news tonight");
        form.Find("[data-testid=shadow-apply]").Click();

        form.Find("[data-testid=shadow-confirm]").Click();

        Assert.Contains("Nothing was changed. Your role", form.Find("[data-testid=shadow-result]").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<ShadowForm> RenderForm(Action? changed = null) => Render<ShadowForm>(set => set
        .Add(p => p.View, Off).Add(p => p.Symbols, ["BTCUSD", "GBPJPY", "XAUUSD"]).Add(p => p.OpenPositions, 2).Add(p => p.OnChanged, changed ?? (() => { })));
}
