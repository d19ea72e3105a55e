using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Controls;

/// <summary>A live candle chart. Reads its candles and structure itself; gives the browser at most five updates a second.</summary>
public sealed partial class CandleChart
{
    private const int PageSize = 500;
    private const int MaxWaiting = 2_000;
    private static readonly TimeSpan StructureEvery = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<Candle> _closed = new();
    private ElementReference _host;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private DotNetObjectReference<CandleChart>? _self;
    private Redraw? _candleRedraw;
    private Redraw? _structureRedraw;
    private Candle? _forming;
    private Candle? _newest;
    private string? _olderCursor;
    private string? _missing;
    private string? _shown;
    private Fault? _fault;
    private bool _loading = true;
    private bool _stale;
    private StreamState _lastState;
    private IReadOnlyList<ChartTrade>? _drawnTrades;
    private IReadOnlyList<ChartFill>? _drawnFills;
    private string _drawnPositions = "";
    private string _drawnLayers = "";

    public static IReadOnlyList<string> Timeframes { get; } = [.. TimeframeExtensions.Decision.Select(timeframe => timeframe.ToString())];

    [Parameter, EditorRequired]
    public string Symbol { get; set; } = "";

    [Parameter, EditorRequired]
    public string Timeframe { get; set; } = "";

    [Parameter]
    public int PriceDecimals { get; set; } = 2;

    [Parameter]
    public IReadOnlySet<string> Layers { get; set; } = ChartLayer.Default;

    [Parameter]
    public IReadOnlyList<ChartTrade> Trades { get; set; } = [];

    [Parameter]
    public IReadOnlyList<ChartPosition> Positions { get; set; } = [];

    [Parameter]
    public IReadOnlyList<ChartFill> Fills { get; set; } = [];

    [Parameter]
    public EventCallback<string> OnTimeframe { get; set; }

    [Parameter]
    public EventCallback<string> OnToggle { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private string Summary => _newest is { } last
        ? $"{Symbol} {Timeframe} candles; the last opened {Show.Instant(last.OpenTime)} and stands at {Show.Number(last.Close, PriceDecimals)}"
        : $"{Symbol} {Timeframe} candles";

    private string Shown => $"{Symbol}/{Timeframe}";

    protected override async Task OnLiveAsync()
    {
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", Gone, "./_content/TradingDesk.Web/charts.js");
        _chart = await _module.InvokeAsync<IJSObjectReference>("create", Gone, _host, _self, new { decimals = PriceDecimals, layers = Layers });
        var interval = TimeSpan.FromMilliseconds(Options.Value.RedrawIntervalMilliseconds);
        _candleRedraw = new Redraw(Time, interval, () => Post(DrawCandlesAsync));
        _structureRedraw = new Redraw(Time, StructureEvery, () => Post(ReadStructureAsync));
        Hold(_candleRedraw);
        Hold(_structureRedraw);
        Hold(Model.Stream.Subscribe(Take));
        Hold(Model.Stream.SubscribeStatus(status => Post(() => OnStreamAsync(status))));
        await ShowAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_chart is not null)
        {
            await ShowAsync();
        }
    }

    /// <summary>Called by the chart when the reader nears its left edge.</summary>
    [JSInvokable]
    public async Task LoadOlderAsync()
    {
        var asked = Shown;
        if (_olderCursor is null || _chart is null)
        {
            return;
        }

        var answer = await Client.GetCandlesAsync(Symbol, Timeframe, PageSize, _olderCursor, Gone);
        if (asked != Shown)
        {
            return;
        }

        _olderCursor = answer.IsSuccess ? answer.Value.NextCursor : _olderCursor;
        ChartCandle[] older = answer.IsSuccess ? [.. answer.Value.Candles.Select(ChartCandle.From)] : [];
        await CallAsync("prepend", older, answer.IsSuccess && _olderCursor is null);
    }

    protected override async ValueTask OnGoneAsync()
    {
        try
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the chart with it.
        }

        _self?.Dispose();
    }

    private async Task ShowAsync()
    {
        if (_shown != Shown)
        {
            _shown = Shown;
            await ReloadAsync();
        }

        if (ChartLayer.Format(Layers) is var layers && layers != _drawnLayers)
        {
            _drawnLayers = layers;
            await CallAsync("setLayers", Layers);
        }

        var positions = string.Join(';', Positions);
        if (!ReferenceEquals(Trades, _drawnTrades) || !ReferenceEquals(Fills, _drawnFills) || positions != _drawnPositions)
        {
            _drawnTrades = Trades;
            _drawnFills = Fills;
            _drawnPositions = positions;
            await CallAsync("setTrades", Trades, Fills, Positions);
        }
    }

    private async Task ReloadAsync()
    {
        _loading = true;
        _newest = null;
        _fault = null;
        _missing = null;
        StateHasChanged();
        await ReadCandlesAsync(keepRange: false);
        _loading = false;
        StateHasChanged();
        await ReadStructureAsync();
    }

    private async Task ReadCandlesAsync(bool keepRange)
    {
        var asked = Shown;
        _closed.Clear();
        _forming = null;
        var answer = await Client.GetCandlesAsync(Symbol, Timeframe, PageSize, cursor: null, Gone);
        if (asked != Shown)
        {
            return;
        }

        if (!answer.IsSuccess)
        {
            _fault = answer.Fault;
            return;
        }

        _fault = null;
        _stale = false;
        _olderCursor = answer.Value.NextCursor;
        _newest = answer.Value.Candles.LastOrDefault();
        await CallAsync("setCandles", answer.Value.Candles.Select(ChartCandle.From).ToArray(), keepRange, _olderCursor is null);
    }

    private async Task ReadStructureAsync()
    {
        var asked = Shown;
        var answer = await Client.GetStructureAsync(Symbol, Timeframe, Gone);
        if (asked != Shown || Gone.IsCancellationRequested || !answer.IsSuccess)
        {
            return;
        }

        _missing = string.Join(", ", answer.Value.Missing);
        await CallAsync("setStructure", ChartStructure.From(answer.Value, Enum.Parse<Timeframe>(Timeframe)));
        StateHasChanged();
    }

    private void Take(StreamItem item)
    {
        if (item.Symbol != Symbol)
        {
            return;
        }

        switch (item.Type)
        {
            case StreamTypes.Tick when item.DataAs<TickData>()?.Forming?.TryGetValue(Timeframe, out var forming) == true:
                _forming = forming;
                _candleRedraw?.Request();
                break;
            case StreamTypes.Bar when item.DataAs<BarData>() is { } bar && bar.Timeframe == Timeframe && _closed.Count < MaxWaiting:
                _closed.Enqueue(bar.Candle);
                _candleRedraw?.Request();
                _structureRedraw?.Request();
                break;
            case StreamTypes.Structure when item.DataAs<StructureData>()?.Timeframe == Timeframe:
                _structureRedraw?.Request();
                break;
            default:
                break;
        }
    }

    private async Task DrawCandlesAsync()
    {
        if (_loading || Gone.IsCancellationRequested)
        {
            return;
        }

        List<ChartCandle> fresh = [];
        while (_closed.TryDequeue(out var candle))
        {
            fresh.Add(ChartCandle.From(candle));
            _newest = candle;
        }

        if (_forming is { } forming)
        {
            _forming = null;
            fresh.Add(ChartCandle.From(forming));
            _newest = forming;
        }

        if (fresh.Count > 0)
        {
            await CallAsync("update", fresh);
        }
    }

    private async Task OnStreamAsync(StreamStatus status)
    {
        var returned = _lastState is StreamState.Lost or StreamState.CatchingUp && status.State == StreamState.Live;
        _lastState = status.State;
        _stale = status.State == StreamState.Lost;
        if (returned && _chart is not null)
        {
            await ReadCandlesAsync(keepRange: true);
            await ReadStructureAsync();
        }

        StateHasChanged();
    }

    private async Task CallAsync(string method, params object?[] arguments)
    {
        if (_chart is null || Gone.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await _chart.InvokeVoidAsync(method, Gone, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The page is going; nothing is left to draw on.
        }
    }
}
