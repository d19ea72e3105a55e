using Microsoft.Playwright;
using TradingDesk.Tests.Web.FakeDesk;
using static Microsoft.Playwright.Assertions;

namespace TradingDesk.Tests.Browser;

/// <summary>Pictures of every page, theme and size, to look at: only with <c>TRADINGDESK_GALLERY=1</c>.</summary>
[Collection(BrowserCollection.Name)]
public sealed class Gallery(Chromium chromium)
{
    private static readonly (string Name, int Width, int Height, string Theme)[] Views =
        [("dark-1440", 1440, 900, "dark"), ("light-1440", 1440, 900, "light"), ("dark-1920", 1920, 1080, "dark"), ("phone", 390, 844, "dark")];

    [GalleryFact]
    public async Task Pages_EveryThemeAndSize_ArePictured()
    {
        await using var desk = new FakeDeskUnderTest(await FakeDeskHost.StartAsync());
        foreach (var view in Views)
        {
            await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = view.Width, Height = view.Height } });
            await context.AddCookiesAsync([new() { Name = "desk-theme", Value = view.Theme, Url = desk.Address.ToString() }]);
            var page = await context.NewPageAsync();
            page.Console += (_, message) => { if (message.Type is "error") { Console.WriteLine($"{view.Name}: {message.Text}"); } };
            await page.GotoAsync(new Uri(desk.Address, "/signin").ToString());
            await Screenshots.SaveAsync(page, $"{view.Name}-signin");
            await desk.SignInAsync(page);
            await Expect(page.Locator("article.tile .price").First).ToBeVisibleAsync();
            await ShotAsync(page, $"{view.Name}-desk");
            foreach (var (name, path) in new[] { ("symbol", "/symbol/BTCUSD?tf=M5"), ("zones", "/symbol/BTCUSD?tf=M5&layers=swings,blocks,gaps,liquidity,periods"), ("decisions", "/decisions"), ("config", "/configuration/BTCUSD"), ("health", "/system"), ("admin", "/admin") })
            {
                await page.GotoAsync(new Uri(desk.Address, path).ToString());
                await ShotAsync(page, $"{view.Name}-{name}");
            }

            var trade = desk.Host.Market.Read(market => market.Traces.FindLast(trace => trace.Symbol == "BTCUSD" && trace.Verdict is "buy" or "sell")!.TraceId);
            await page.GotoAsync(new Uri(desk.Address, $"/symbol/BTCUSD?tf=M1&trace={trade}").ToString());
            await ShotAsync(page, $"{view.Name}-trace");
            await page.Locator("details.stop summary").ClickAsync();
            await ShotAsync(page, $"{view.Name}-stop");
        }
    }

    private static async Task ShotAsync(IPage page, string name)
    {
        await page.WaitForTimeoutAsync(2_500);
        await Screenshots.SaveAsync(page, name);
    }
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class GalleryFactAttribute : FactAttribute
{
    public GalleryFactAttribute()
    {
        if (!Chromium.IsInstalled || Environment.GetEnvironmentVariable("TRADINGDESK_GALLERY") != "1")
        {
            Skip = "Pictures to look at; set TRADINGDESK_GALLERY=1 and install chromium.";
        }
    }
}
