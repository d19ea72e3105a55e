using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;

namespace TradingDesk.Web.Components;

/// <summary>The page around everything. The sign-in page is plain HTML, every other page has a circuit.</summary>
public sealed partial class App
{
    /// <summary>Cookie that keeps the chosen theme, <c>dark</c> or <c>light</c>. Written by desk.js, read here so that the first paint is right.</summary>
    public const string ThemeCookie = "desk-theme";

    private string _theme = "dark";
    private string _darkTheme = "";
    private string _lightTheme = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private IComponentRenderMode? PageMode => Http.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;

    protected override void OnInitialized()
    {
        _theme = Http.Request.Cookies[ThemeCookie] == "light" ? "light" : "dark";
        _darkTheme = Assets["_content/Radzen.Blazor/css/material-dark-base.css"];
        _lightTheme = Assets["_content/Radzen.Blazor/css/material-base.css"];
    }
}
