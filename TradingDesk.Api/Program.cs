using Radzen;
using TradingDesk.Web.Components;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();

// Not in appsettings.json: there it would win over ASPNETCORE_URLS.
if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
{
    builder.WebHost.UseUrls("http://127.0.0.1:5080");
}

builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddRadzenComponents();

var app = builder.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapGet("/health/live", () => TypedResults.Ok(new { status = "live" }));
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
