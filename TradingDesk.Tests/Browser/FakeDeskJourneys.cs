using System.Diagnostics;
using Microsoft.Playwright;
using TradingDesk.Tests.Web.FakeDesk;
using static Microsoft.Playwright.Assertions;

namespace TradingDesk.Tests.Browser;

/// <summary>The journeys on generated data, and those that need a desk that can be broken on purpose.</summary>
public sealed class FakeDeskJourneys(Chromium chromium) : DeskJourneys(chromium)
{
    private FakeDeskHost Host => ((FakeDeskUnderTest)Desk).Host;

    protected override async Task<IDeskUnderTest> StartDeskAsync() => new FakeDeskUnderTest(await FakeDeskHost.StartAsync());

    [BrowserFact]
    public async Task Connection_Lost_ShowsBarWithinTwoSecondsAndSaysWhatWasMissed()
    {
        await Desk.SignInAsync(Page);
        await Expect(Page.Locator("article.tile .price").First).ToBeVisibleAsync();
        await Expect(Page.Locator(".connection-dot")).ToContainTextAsync("live");
        var clockText = Page.Locator("article.tile .why-time").First;
        var minute = await clockText.TextContentAsync();
        await Expect(clockText).Not.ToHaveTextAsync(minute!, new() { Timeout = 15_000 }); // an event with an id has come: there is something to resume from
        var clock = Stopwatch.StartNew();

        Host.GoDown();

        await Expect(Page.Locator(".connection-lost")).ToBeVisibleAsync(new() { Timeout = 5_000 });
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"The bar came after {clock.Elapsed.TotalSeconds:0.0} s.");
        await Screenshots.SaveAsync(Page, "journey-5-lost");
        await Task.Delay(TimeSpan.FromSeconds(4)); // some bars close meanwhile: 20× speed
        Host.ComeBack();
        await Expect(Page.Locator(".connection-back")).ToContainTextAsync("were missed", new() { Timeout = 10_000 });
        await FinishAsync("journey-5-back");
    }

    [BrowserFact]
    public async Task Stop_CircuitCut_FormStillRaisesKillSwitch()
    {
        await Desk.SignInAsync(Page);
        await Expect(Page.Locator(".connection-dot")).ToContainTextAsync("live");
        Forgive("Circuit has been shut down");
        await Page.EvaluateAsync("() => Blazor.disconnect()");

        await Page.Locator("details.stop summary").ClickAsync();
        await Page.Locator("input[value=STOP_NEW]").CheckAsync();
        await Page.Locator(".stop-sheet input[name=reason]").FillAsync("Journey test");
        await Page.Locator("input[name=confirmed]").CheckAsync();
        await Screenshots.SaveAsync(Page, "journey-6-stop");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Raise the kill switch" }).ClickAsync();

        await Expect(Page.Locator(".kill")).ToContainTextAsync("STOP NEW");
        Assert.Equal("STOP_NEW", Host.Market.Kill.Level);
        await FinishAsync("journey-6-stopped");
    }
}
