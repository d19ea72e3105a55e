using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Controls;

/// <summary>The latest executions of every symbol. Read anew when one comes: only the stored list holds its time and what the trade brought.</summary>
public sealed partial class Fills
{
    private const int Kept = 12;

    private IReadOnlyList<FillView>? _fills;
    private Fault? _fault;

    private PanelState State => _fills is { Count: 0 } && _fault is null ? PanelState.Empty : Panel.Of(_fills, _fault, Model.IsLost);

    protected override Task OnLiveAsync()
    {
        Hold(Model.Stream.Subscribe(item =>
        {
            if (item.Type == StreamTypes.Fill)
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

    private async Task ReadAsync()
    {
        var answer = await Client.GetFillsAsync(symbol: null, Kept, Gone);
        _fault = answer.Fault;
        _fills = answer.IsSuccess ? answer.Value.Fills : _fills;
        RequestRedraw();
    }
}
