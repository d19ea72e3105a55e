using System.Net;
using TradingDesk.Api;
using Microsoft.AspNetCore.Builder;

namespace TradingDesk.Tests.Api;

/// <summary>The whole program in this process, on ports and a data folder of its own.</summary>
public sealed class StaticAssetTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("desk-assets-").FullName;
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        _app = DeskProgram.Build(["--urls", "http://127.0.0.1:0", "--Desk:DataFolder", _folder, "--Desk:Simulator:BinancePort", "0", "--Desk:Bridge:Port", "0"]);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Get_DashboardAssets_AreServedToAnybodyAndPagesAskToSignIn()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.First()) };
        string[] open =
        [
            "/health/live",
            "/signin",
            "/_framework/blazor.web.js",
            "/_content/Radzen.Blazor/css/material-dark-base.css",
            "/_content/Radzen.Blazor/Radzen.Blazor.js",
            "/_content/TradingDesk.Web/TradingDesk.Web.bundle.scp.css",
            "/_content/TradingDesk.Web/lib/lightweight-charts/lightweight-charts.standalone.production.mjs",
        ];
        foreach (var path in open)
        {
            using var response = await client.GetAsync(path);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {(int)response.StatusCode}");
        }

        using var page = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Contains("/signin", page.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var health = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.Unauthorized, health.StatusCode);
    }
}
