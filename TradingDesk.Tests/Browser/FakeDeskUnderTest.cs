using System.Text;
using Microsoft.Playwright;
using TradingDesk.Tests.Web.FakeDesk;

namespace TradingDesk.Tests.Browser;

/// <summary>The journeys' desk made of generated data.</summary>
internal sealed class FakeDeskUnderTest(FakeDeskHost host) : IDeskUnderTest
{
    public FakeDeskHost Host => host;

    public Uri Address => host.Address;

    public async Task SignInAsync(IPage page)
    {
        await page.GotoAsync(new Uri(Address, $"/signin#code={FakeDeskHost.Code}").ToString());
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
    }

    public async Task<string> ReadShadowModeAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer fake:" + Convert.ToBase64String(Encoding.UTF8.GetBytes("test")));
        return await http.GetStringAsync("/shadow-mode");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
