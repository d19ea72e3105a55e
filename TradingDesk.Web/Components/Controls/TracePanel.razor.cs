using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Components.Controls;

/// <summary>One decision, narrative first: what was proposed, what risk said, every gate with its distance, the confidence and its parts, what was seen, and the hash.</summary>
public sealed partial class TracePanel
{
    private bool _copied;

    /// <summary><see langword="null"/> while it is loading or where it failed.</summary>
    [Parameter, EditorRequired]
    public DecisionTraceView? Trace { get; set; }

    [Parameter]
    public Fault? Fault { get; set; }

    [Parameter]
    public int PriceDecimals { get; set; } = 2;

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private PanelState State => Trace is not null ? PanelState.Live : Fault is null ? PanelState.Loading : PanelState.Failed;

    protected override void OnParametersSet() => _copied = false;

    private async Task CopyAsync(string text)
    {
        try
        {
            await Js.InvokeVoidAsync("desk.copy", text);
            _copied = true;
        }
        catch (JSException)
        {
            // The browser does not let the page write to the clipboard; the hash can still be selected.
            _copied = false;
        }
    }
}
