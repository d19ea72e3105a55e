using System.Net;
using TradingDesk.Tests.Api.Fakes;

namespace TradingDesk.Tests.Api;

/// <summary>T25: hostile names never get past the first check.</summary>
public sealed class InjectionTests
{
    private static readonly string[] Routes =
    [
        "/config/{0}", "/config/{0}/history", "/api/enhanced/market-state/{0}", "/api/enhanced/multi-timeframe/{0}", "/api/enhanced/candles/{0}/M5", "/api/enhanced/candles/BTCUSD/{0}",
        "/api/enhanced/ticks/{0}", "/api/enhanced/offset/{0}", "/api/enhanced/structure/{0}/M5", "/api/enhanced/structure/BTCUSD/{0}", "/decision-traces?symbol={0}", "/decision-traces/{0}", "/orders?symbol={0}", "/positions?symbol={0}", "/fills?symbol={0}",
        "/api/enhanced/stream?symbols={0}", "/api/enhanced/volatility-bridge/{0}", "/api/enhanced/volatility-bridge/BTCUSD?cursor={0}", "/api/enhanced/quality/{0}",
    ];

    [Fact]
    public async Task HostileNames_AtEveryRouteWithAName_Are400Or404AndNeverEchoed()
    {
        await using var server = await ApiServer.StartAsync(settings: BadRequestTests.Unlimited());
        using var client = server.ClientWith("read");
        var before = Directory.GetFileSystemEntries(server.Folder, "*", SearchOption.AllDirectories).Length;

        foreach (var route in Routes)
        {
            foreach (var name in BadRequests.Corpus.Where(name => !name.Contains('\0') && name is not ("-1" or "true" or "null" or "CON" or "NUL.txt" or "NaN" or "1e308") && !(name.Length is 21 or 400)))
            {
                var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, route, Uri.EscapeDataString(name));
                using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

                Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{path}: {response.StatusCode}");
                var text = await response.Content.ReadAsStringAsync();
                Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
                Assert.DoesNotContain("passwd", text, StringComparison.Ordinal);
            }
        }

        Assert.Equal(before, Directory.GetFileSystemEntries(server.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/symbol/BTCUSD?tf=M5", "/symbol/BTCUSD?tf=M5")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    [InlineData(null, "/")]
    public void ReturnUrl_OutsideTheDesk_LeadsHome(string? url, string expected) => Assert.Equal(expected, TradingDesk.Api.Endpoints.SignInApi.LocalOrHome(url));
}
