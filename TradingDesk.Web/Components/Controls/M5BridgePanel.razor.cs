using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Controls;

/// <summary>The last fused M5 candles of a symbol: volatility, vote, sources, revision. Read anew when one comes and when the stream is live again.</summary>
public sealed partial class M5BridgePanel
{
    private const int Shown = 6;

    private M5BridgeReport? _report;
    private Fault? _fault;
    private string? _read;

    [Parameter, EditorRequired]
    public string Symbol { get; set; } = "";

    [Parameter]
    public int PriceDecimals { get; set; } = 2;

    private PanelState State => _report is { Candles.Count: 0 } && _fault is null ? PanelState.Empty : Panel.Of(_report, _fault, Model.IsLost);

    private string Message => _fault?.Message ?? "No M5 candle has been fused yet. One comes with each five minutes, from both venues where both deliver.";

    protected override async Task OnParametersSetAsync()
    {
        if (_read is not null && _read != Symbol)
        {
            _report = null;
            await ReadAsync();
        }
    }

    protected override Task OnLiveAsync()
    {
        Hold(Model.Stream.Subscribe(item =>
        {
            if (item.Type == StreamTypes.M5Fused && item.Symbol == Symbol)
            {
                Post(ReadAsync);
            }
        }));
        Hold(Model.Stream.SubscribeStatus(status =>
        {
            if (status.State == StreamState.Live)
            {
                Post(ReadAsync);
            }
        }));
        return ReadAsync();
    }

    internal async Task ReadAsync()
    {
        var asked = _read = Symbol;
        var answer = await Client.GetM5BridgeAsync(asked, Shown, Gone);
        if (asked != Symbol || Gone.IsCancellationRequested)
        {
            return;
        }

        _fault = answer.Fault;
        _report = answer.IsSuccess ? answer.Value : _report;
        RequestRedraw();
    }
}
