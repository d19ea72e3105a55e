using Microsoft.AspNetCore.Components.Web;

namespace TradingDesk.Web.Components.Layout;

/// <summary>The frame of every page: navigation, status row, page.</summary>
public sealed partial class MainLayout
{
    private ErrorBoundary? _boundary;

    protected override void OnParametersSet() => _boundary?.Recover();

    private void Recover() => _boundary?.Recover();
}
