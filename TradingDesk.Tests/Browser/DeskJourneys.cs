using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TradingDesk.Tests.Browser;

/// <summary>
/// What people do on the dashboard, in a real browser. A derived class says against which desk; each journey leaves a screenshot. Every journey also fails on an error in
/// the browser's console, a breach of the content security policy among them.
/// </summary>
[Collection(BrowserCollection.Name)]
public abstract class DeskJourneys(Chromium chromium) : IAsyncLifetime
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _complaints = [];
    private readonly List<string> _forgiven = [];
    private IBrowserContext? _context;

    protected IDeskUnderTest Desk { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    /// <summary>What the pictures' names begin with.</summary>
    protected virtual string Prefix => "";

    protected abstract Task<IDeskUnderTest> StartDeskAsync();

    public async Task InitializeAsync()
    {
        if (!Chromium.IsInstalled)
        {
            return;
        }

        Desk = await StartDeskAsync();
        _context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        Page = await _context.NewPageAsync();
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        Page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public async Task DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
            await Desk.DisposeAsync();
        }
    }

    [BrowserFact]
    public async Task SignIn_WithLinkAndWithWrongCode_OnlyTheLinkOpensTheDesk()
    {
        await Page.GotoAsync(Desk.Address.ToString());
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "TradingDesk" })).ToBeVisibleAsync();
        await Page.GetByLabel("One-time code").FillAsync("wrong");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with the code" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not valid");

        await Desk.SignInAsync(Page);

        await Expect(Page.Locator("article.tile").First).ToBeVisibleAsync();
        await Expect(Page.Locator("article.tile .why-reason").First).Not.ToBeEmptyAsync();
        await FinishAsync("journey-1-signed-in");
    }

    [BrowserFact]
    public async Task Chart_WhileMarketRuns_CandlesMove()
    {
        await Desk.SignInAsync(Page);
        await Page.Locator("article.tile h2 a").First.ClickAsync();
        var chart = Page.GetByTestId("chart");
        await Expect(chart).ToHaveAttributeAsync("data-bars", new System.Text.RegularExpressions.Regex("^[1-9]"));
        await Page.Keyboard.PressAsync("1");
        await Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("tf=M1"));
        var before = await NumberAsync(chart, "data-updates");
        var bars = await NumberAsync(chart, "data-bars");

        await Page.WaitForFunctionAsync(
            "([updates, bars]) => { const chart = document.querySelector('[data-testid=chart]').dataset; return chart.updates > updates + 3 && chart.bars > bars; }",
            new[] { before, bars }, new() { Timeout = 90_000 });

        await FinishAsync("journey-2-candles-move");
    }

    [BrowserFact]
    public async Task DecisionList_RowClicked_ShowsWhy()
    {
        await Desk.SignInAsync(Page);
        await Page.Locator("article.tile h2 a").First.ClickAsync();
        var row = Page.Locator("button.decision").First;
        await Expect(row).ToBeVisibleAsync(new() { Timeout = 90_000 });
        var id = await row.GetAttributeAsync("data-trace");

        await row.ClickAsync();

        var trace = Page.Locator("[data-trace-open]");
        await Expect(trace).ToHaveAttributeAsync("data-trace-open", id!);
        await Expect(trace.Locator(".narrative")).Not.ToBeEmptyAsync();
        await Expect(trace.Locator("[data-gate]").First).ToBeVisibleAsync();
        await Expect(trace.GetByText("SHA-256")).ToBeAttachedAsync();
        await FinishAsync("journey-3-trace");
    }

    [BrowserFact]
    public async Task ShadowMode_TurnedOnByAdmin_IsInShadowModeAnswer()
    {
        await Desk.SignInAsync(Page);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Admin" }).ClickAsync();
        await Page.GetByTestId("shadow-reason").FillAsync("Journey test");
        await Page.GetByTestId("shadow-apply").ClickAsync();
        await Page.GetByTestId("shadow-confirm").ClickAsync();
        await Expect(Page.GetByTestId("shadow-result")).ToContainTextAsync("Shadow mode is on");
        await Expect(Page.Locator(".status .shadow-cell")).ToContainTextAsync("ON");

        using var answer = JsonDocument.Parse(await Desk.ReadShadowModeAsync());

        Assert.True(answer.RootElement.GetProperty("enabled").GetBoolean());
        Assert.Equal("Journey test", answer.RootElement.GetProperty("reason").GetString());
        await FinishAsync("journey-4-shadow-mode");
    }

    /// <summary>Keeps the picture and fails on what the browser complained about.</summary>
    protected async Task FinishAsync(string name)
    {
        await Screenshots.SaveAsync(Page, Prefix + name);
        var unexpected = _complaints.Where(text => !_forgiven.Any(part => text.Contains(part, StringComparison.OrdinalIgnoreCase))).ToList();
        Assert.Empty(unexpected);
    }

    /// <summary>For a journey that breaks something on purpose: complaints that hold this text, whenever they come, are expected.</summary>
    protected void Forgive(string text) => _forgiven.Add(text);

    private static async Task<long> NumberAsync(ILocator element, string attribute) =>
        long.Parse((await element.GetAttributeAsync(attribute))!, CultureInfo.InvariantCulture);
}
