using Bunit;
using Radzen;
using TradingDesk.Web.Components.Pages;

namespace TradingDesk.Tests.Web;

public sealed class HomePageTests : BunitContext
{
    public HomePageTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
    }

    [Fact]
    public void Button_Clicked_CountsOnce()
    {
        var page = Render<Home>();

        page.Find("button").Click();

        page.Find(".rz-button-text").MarkupMatches("""<span class="rz-button-text">Clicked 1</span>""");
    }
}
