using Microsoft.Playwright;

namespace TradingDesk.Tests.Browser;

/// <summary>Where journeys leave their pictures: <c>TestResults/screenshots</c> beside the test assembly, or the folder in <c>TRADINGDESK_SCREENSHOTS</c>.</summary>
internal static class Screenshots
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("TRADINGDESK_SCREENSHOTS") is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "TestResults", "screenshots");

    public static Task SaveAsync(IPage page, string name)
    {
        Directory.CreateDirectory(Folder);
        return page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png") });
    }
}
