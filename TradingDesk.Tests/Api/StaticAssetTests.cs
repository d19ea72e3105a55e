using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using TradingDesk.Api;

namespace TradingDesk.Tests.Api;

public sealed class StaticAssetTests(WebApplicationFactory<ApiHost> factory) : IClassFixture<WebApplicationFactory<ApiHost>>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/Radzen.Blazor/css/material-dark-base.css")]
    [InlineData("/_content/Radzen.Blazor/Radzen.Blazor.js")]
    [InlineData("/_content/TradingDesk.Web/TradingDesk.Web.bundle.scp.css")]
    [InlineData("/_content/TradingDesk.Web/lib/lightweight-charts/lightweight-charts.standalone.production.mjs")]
    public async Task Get_DashboardAsset_Succeeds(string path)
    {
        using var client = factory.CreateClient();

        using var response = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
