using System.Globalization;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace TradingDesk.Tests.Browser;

/// <summary>The journeys on the program itself, from the sign-in link that it prints.</summary>
public sealed class RealDeskJourneys(Chromium chromium, RealDesk desk) : DeskJourneys(chromium), IClassFixture<RealDesk>
{
    protected override string Prefix => "real-";

    protected override Task<IDeskUnderTest> StartDeskAsync() => Task.FromResult<IDeskUnderTest>(new RealDeskUnderTest(desk));

    [BrowserFact]
    public async Task Chart_OfTheRealDesk_StandsWhereTheApiSaysAndDrawsStructure()
    {
        await Desk.SignInAsync(Page);
        await Page.GotoAsync(new Uri(Desk.Address, "/symbol/BTCUSD?tf=M1").ToString());
        var chart = Page.GetByTestId("chart");
        await Expect(chart).ToHaveAttributeAsync("data-bars", new Regex("^[1-9]"));

        // Swings far outside the view may be many; of those among the loaded candles some must be on the canvas, or their places are wrong.
        await Expect(chart).ToHaveAttributeAsync("data-swings-in-view", new Regex("^[1-9]"), new() { Timeout = 15_000 });
        var price = await ((RealDeskUnderTest)Desk).ReadPriceAsync("BTCUSD");
        var drawn = double.Parse((await chart.GetAttributeAsync("data-close"))!, CultureInfo.InvariantCulture);
        Assert.InRange(drawn, price * 0.995, price * 1.005);
        await FinishAsync("journey-7-structure");
    }
}
