using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Web.Components.Pages;

/// <summary>The documents in force, read-only, with every version, its author, reason and diff.</summary>
public sealed partial class ConfigurationPage
{
    private IReadOnlyList<ConfigView>? _configs;
    private Fault? _fault;
    private ConfigHistory? _history;
    private Fault? _historyFault;
    private string? _historyShown;

    [Parameter]
    public string? Name { get; set; }

    private ConfigView? Current => _configs?.FirstOrDefault(config => config.Symbol == Name) ?? (_configs is [var first, ..] ? first : null);

    private PanelState HistoryState => _history is { Versions.Count: 0 } ? PanelState.Empty : Panel.Of(_history, _historyFault, Model.IsLost);

    protected override Task OnLiveAsync()
    {
        Hold(Model.Stream.Subscribe(item =>
        {
            if (item.Type == StreamTypes.Config)
            {
                Post(ReadAsync);
            }
        }));
        return ReadAsync();
    }

    protected override Task OnParametersSetAsync() => _configs is not null && _historyShown != Current?.Symbol ? ReadHistoryAsync() : Task.CompletedTask;

    private async Task ReadAsync()
    {
        var answer = await Client.GetConfigsAsync(Gone);
        _fault = answer.Fault;
        _configs = answer.IsSuccess ? answer.Value.Symbols : _configs;
        StateHasChanged();
        await ReadHistoryAsync();
    }

    private async Task ReadHistoryAsync()
    {
        if (Current?.Symbol is not { } symbol)
        {
            return;
        }

        _history = _historyShown == symbol ? _history : null;
        _historyShown = symbol;
        var answer = await Client.GetConfigHistoryAsync(symbol, Gone);
        if (symbol == Current?.Symbol)
        {
            _historyFault = answer.Fault;
            _history = answer.IsSuccess ? answer.Value with { Versions = [.. answer.Value.Versions.OrderByDescending(version => version.Version)] } : _history;
            StateHasChanged();
        }
    }
}
