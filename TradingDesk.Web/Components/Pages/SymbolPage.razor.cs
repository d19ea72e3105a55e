using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Pages;

/// <summary>One symbol: the chart, the decisions beside it, the open trace, the why strip. Timeframe, layers and open trace are kept in the address.</summary>
public sealed partial class SymbolPage
{
    private const string DefaultTimeframe = "M5";
    private const int MaxTradesDrawn = 12;
    private const int MaxFillsDrawn = 60;

    private SymbolModel? _symbol;
    private int _decimals = 2;
    private string _timeframe = DefaultTimeframe;
    private IReadOnlySet<string> _layers = ChartLayer.Default;
    private IReadOnlyList<ChartPosition> _positions = [];
    private IReadOnlyList<ChartTrade> _trades = [];
    private IReadOnlyList<ChartFill> _fills = [];
    private List<DecisionSummary>? _decisions;
    private Fault? _decisionsFault;
    private DecisionTraceView? _trace;
    private Fault? _traceFault;
    private string? _traceShown;
    private string? _listShown;
    private bool _live;

    [Parameter]
    public string Name { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tf")]
    private string? TimeframeText { get; set; }

    [SupplyParameterFromQuery(Name = "layers")]
    private string? LayersText { get; set; }

    /// <summary>Id of the open trace.</summary>
    [SupplyParameterFromQuery(Name = "trace")]
    private string? Trace { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private PanelState ListState => _decisions is { Count: 0 } && _decisionsFault is null
        ? PanelState.Empty
        : Panel.Of(_decisions, _decisionsFault, Model.IsLost);

    private string ListMessage => _decisionsFault?.Message ?? "No decision yet. One comes with every closed M1 bar, also when it is to do nothing.";

    protected override async Task OnParametersSetAsync()
    {
        _timeframe = CandleChart.Timeframes.FirstOrDefault(name => name == TimeframeText) ?? DefaultTimeframe;
        if (ChartLayer.Parse(LayersText) is var layers && !layers.SetEquals(_layers))
        {
            _layers = layers;
        }

        Look();
        if (_live)
        {
            await ReadChangedAsync();
        }
    }

    protected override async Task OnLiveAsync()
    {
        _live = true;
        Hold(Model.Subscribe(_ => Look()));
        Hold(Model.Stream.Subscribe(Take));
        await ReadChangedAsync();
    }

    private void Look()
    {
        _symbol = Model.Symbol(Name);
        _decimals = _symbol?.PriceDecimals ?? _decimals;
        _positions = _symbol?.State?.Positions.Select(ChartPosition.From).ToList() ?? [];
    }

    private async Task ReadChangedAsync()
    {
        if (_listShown != Name)
        {
            _listShown = Name;
            await ReadDecisionsAsync();
            await ReadFillsAsync();
        }

        if (_traceShown != Trace)
        {
            await ReadTraceAsync();
        }
    }

    private async Task ReadDecisionsAsync()
    {
        var asked = Name;
        _decisions = null;
        _decisionsFault = null;
        _trades = [];
        StateHasChanged();
        var answer = await Client.GetDecisionsAsync(new DecisionFilter(Symbol: asked, Limit: WhyStrip.Bars), Gone);
        if (asked != Name)
        {
            return;
        }

        _decisions = answer.IsSuccess ? [.. answer.Value.Traces] : null;
        _decisionsFault = answer.Fault;
        StateHasChanged();
        await ReadTradesAsync();
    }

    // The list holds no stops and targets; the traces of the trades do.
    private async Task ReadTradesAsync()
    {
        var asked = Name;
        var ids = _decisions?.Where(made => made.Verdict is "buy" or "sell").Take(MaxTradesDrawn).Select(made => made.TraceId).ToList() ?? [];
        var traces = await Task.WhenAll(ids.Select(id => Client.GetDecisionAsync(id, Gone)));
        if (asked == Name)
        {
            _trades = [.. traces.Where(trace => trace.IsSuccess).Select(trace => ChartTrade.From(trace.Value)).OfType<ChartTrade>().OrderBy(trade => trade.At)];
            StateHasChanged();
        }
    }

    // Marks on the chart only: where they cannot be read, the decisions' panel has already said so.
    private async Task ReadFillsAsync()
    {
        var asked = Name;
        var answer = await Client.GetFillsAsync(asked, MaxFillsDrawn, Gone);
        if (asked == Name && !Gone.IsCancellationRequested)
        {
            _fills = answer.IsSuccess ? [.. answer.Value.Fills.Select(ChartFill.From)] : [];
            StateHasChanged();
        }
    }

    private async Task ReadTraceAsync()
    {
        var asked = Trace;
        _traceShown = asked;
        _trace = null;
        _traceFault = null;
        if (asked is null)
        {
            return;
        }

        StateHasChanged();
        var answer = await Client.GetDecisionAsync(asked, Gone);
        if (asked == Trace)
        {
            _trace = answer.IsSuccess ? answer.Value : null;
            _traceFault = answer.Fault;
            StateHasChanged();
        }
    }

    private void Take(StreamItem item)
    {
        if (item.Symbol == Name && item.Type == StreamTypes.Fill)
        {
            Post(ReadFillsAsync);
        }
        else if (item.Symbol == Name && item.Type == StreamTypes.Decision && item.DataAs<DecisionSummary>() is { } made)
        {
            Post(() => AddAsync(made));
        }
    }

    private async Task AddAsync(DecisionSummary made)
    {
        if (_decisions is not { } list || list.Any(known => known.TraceId == made.TraceId))
        {
            return;
        }

        _decisions = [.. list.Prepend(made).OrderByDescending(decision => decision.BarCloseTime).Take(WhyStrip.Bars)];
        RequestRedraw();
        if (made.Verdict is "buy" or "sell")
        {
            await ReadTradesAsync();
        }
    }

    private string Neighbour(int step)
    {
        var names = Model.Symbols.Keys.ToList();
        var at = names.IndexOf(Name);
        return names.Count == 0 ? "/" : $"/symbol/{names[(Math.Max(at, 0) + step + names.Count) % names.Count]}?tf={_timeframe}";
    }

    private void ChooseTimeframe(string timeframe) => Go("tf", timeframe);

    private void ToggleLayer(string layer)
    {
        var layers = _layers.ToHashSet(StringComparer.Ordinal);
        if (!layers.Remove(layer))
        {
            layers.Add(layer);
        }

        Go("layers", ChartLayer.Format(layers));
    }

    private void OpenTrace(string traceId) => Go("trace", traceId == Trace ? null : traceId);

    private void CloseTrace() => Go("trace", value: null);

    private void Go(string name, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, value), replace: true);
}
