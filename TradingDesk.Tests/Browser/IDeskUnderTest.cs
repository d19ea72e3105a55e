using Microsoft.Playwright;

namespace TradingDesk.Tests.Browser;

/// <summary>The desk that the journeys walk through: the fake one, or a real process.</summary>
public interface IDeskUnderTest : IAsyncDisposable
{
    Uri Address { get; }

    /// <summary>Signs an admin in, on a page that nobody is signed in on; ends on the desk page.</summary>
    Task SignInAsync(IPage page);

    /// <summary>What <c>GET /shadow-mode</c> answers, as text: read from outside the browser.</summary>
    Task<string> ReadShadowModeAsync();
}
