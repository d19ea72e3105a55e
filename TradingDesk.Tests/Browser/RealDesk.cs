using System.Globalization;
using Microsoft.Playwright;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Browser;

/// <summary>The program itself as a process of its own: simulated market at 10×, empty data folder. One for all journeys of a class.</summary>
public sealed class RealDesk : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private string _folder = "";
    private bool _linkUsed;

    public DeskProcess Process { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!Chromium.IsInstalled)
        {
            return;
        }

        _folder = Directory.CreateTempSubdirectory("desk-journeys-").FullName;
        Process = DeskProcess.Start(_folder, await DeskProcess.CreateKeyAsync(_folder), new Dictionary<string, string> { ["Desk__Simulator__Speed"] = "10" });
        await Process.WaitForAsync("asking to sign in", Patience, () => Task.FromResult(Process.SignInLink is not null));
        await Process.WaitUntilReadyAsync(Patience);
        // Analysis needs history; until it is there a tile has no decision to show.
        await Process.WaitForAsync("deciding", Patience, async () => (await Process.Client.GetStringAsync("/decision-traces?limit=1")).Contains("traceId", StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        if (Process is not null)
        {
            await Process.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>The link that the desk printed at its start the first time, which works once; from then on one from the command for it.</summary>
    public async Task<Uri> TakeSignInLinkAsync()
    {
        if (!_linkUsed)
        {
            _linkUsed = true;
            return Process.SignInLink!;
        }

        var (code, output, error) = await DeskCommand.InvokeAsync("users", "signin-link", "admin", "--data-folder", _folder, "--url", Process.Address.ToString());
        return code == 0 ? new Uri(output.Trim()) : throw new InvalidOperationException($"users signin-link: {error}");
    }
}

/// <summary>The journeys' view of <see cref="RealDesk"/>; the process outlives a journey.</summary>
internal sealed class RealDeskUnderTest(RealDesk desk) : IDeskUnderTest
{
    public Uri Address => desk.Process.Address;

    public async Task SignInAsync(IPage page)
    {
        await page.GotoAsync((await desk.TakeSignInLinkAsync()).ToString());
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
    }

    public Task<string> ReadShadowModeAsync() => desk.Process.Client.GetStringAsync("/shadow-mode");

    public async Task<double> ReadPriceAsync(string symbol)
    {
        using var state = System.Text.Json.JsonDocument.Parse(await desk.Process.Client.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"/api/enhanced/candles/{symbol}/M1?limit=1")));
        return state.RootElement.GetProperty("candles").EnumerateArray().Last().GetProperty("close").GetDouble();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
