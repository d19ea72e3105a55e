using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Live;

/// <summary>
/// One circuit's replica of the desk: the status row and a model per symbol, kept fresh by the event stream and by reading again. Thread-safe: what it hands out
/// is immutable. <see cref="Subscribe"/>d handlers run on its own tasks and only ask for a redraw.
/// </summary>
public sealed class DeskModel : IAsyncDisposable
{
    private readonly IDeskClient _client;
    private readonly TimeProvider _clock;
    private readonly DeskClientOptions _options;
    private readonly Subscriptions<DeskModel> _changes = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IDisposable _items;
    private readonly IDisposable _states;
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, SymbolModel> _symbols = ImmutableSortedDictionary.Create<string, SymbolModel>(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _lastRead = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> _due = [];
    private Task? _polling;

    public DeskModel(IDeskClient client, DeskStream stream, TimeProvider clock, IOptions<DeskClientOptions> options)
    {
        _client = client;
        _clock = clock;
        _options = options.Value;
        Stream = stream;
        _items = stream.Subscribe(Take);
        _states = stream.SubscribeStatus(_ => _changes.Tell(this));
    }

    public DeskStream Stream { get; }

    public DeskStatus? Status { get; private set; }

    /// <summary>When <see cref="Status"/> came in, on this computer's clock.</summary>
    public DateTimeOffset? StatusAt { get; private set; }

    /// <summary>Why the last reading of the status failed; <see langword="null"/> where it did not.</summary>
    public Fault? StatusFault { get; private set; }

    /// <summary>Since when the desk cannot be reached; <see langword="null"/> where it can.</summary>
    public DateTimeOffset? LostSince { get; private set; }

    public IReadOnlyDictionary<string, SymbolModel> Symbols => _symbols;

    /// <summary>True where what is shown is not known to be the present.</summary>
    public bool IsLost => LostSince is not null || Stream.Status.State == StreamState.Lost;

    public DateTimeOffset LocalNow => _clock.GetUtcNow();

    /// <summary>The desk's clock now: as last told, moved on by its speed. It stands still while the desk is lost.</summary>
    public Timestamp? DeskNow => Status is { } status && StatusAt is { } at
        ? status.Now + ((IsLost ? TimeSpan.Zero : LocalNow - at) * status.Speed)
        : null;

    public SymbolModel? Symbol(string name) => _symbols.GetValueOrDefault(name);

    public IDisposable Subscribe(Action<DeskModel> handler) => _changes.Add(handler);

    /// <summary>Begins reading, once. Called when the circuit is up.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _polling ??= Task.Run(() => PollAsync(_stop.Token));
        }

        Stream.Start();
    }

    /// <summary>Reads the status now; for a retry, and after something was changed.</summary>
    public async Task RefreshAsync()
    {
        await ReadStatusAsync(_stop.Token);
        await ReadDueAsync(everything: true, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _items.Dispose();
        _states.Dispose();
        await _stop.CancelAsync();
        if (_polling is { } polling)
        {
            await polling;
        }

        _stop.Dispose();
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(_options.StatusIntervalMilliseconds), _clock);
        try
        {
            do
            {
                await ReadStatusAsync(cancellationToken);
                await ReadDueAsync(everything: false, cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The circuit ended.
        }
    }

    private async Task ReadStatusAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.GetStatusAsync(cancellationToken);
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (answer.IsSuccess)
        {
            Status = answer.Value;
            StatusAt = LocalNow;
            StatusFault = null;
            LostSince = null;
            Know(answer.Value.Symbols);
        }
        else
        {
            StatusFault = answer.Fault;
            LostSince ??= LocalNow;
        }

        _changes.Tell(this);
    }

    private void Know(IReadOnlyList<SymbolStatus> symbols)
    {
        lock (_gate)
        {
            foreach (var status in symbols.Where(status => !_symbols.ContainsKey(status.Symbol)))
            {
                _symbols = _symbols.Add(status.Symbol, SymbolModel.Unknown(status));
                _due = _due.Add(status.Symbol);
            }

            _symbols = _symbols.RemoveRange(_symbols.Keys.Except(symbols.Select(status => status.Symbol), StringComparer.Ordinal));
        }
    }

    private async Task ReadDueAsync(bool everything, CancellationToken cancellationToken)
    {
        string[] due;
        lock (_gate)
        {
            var aged = LocalNow - TimeSpan.FromMilliseconds(_options.MarketStateIntervalMilliseconds);
            due = [.. _symbols.Keys.Where(name => everything || _due.Contains(name) || _lastRead.GetValueOrDefault(name) < aged)];
            _due = _due.Except(due);
            foreach (var name in due)
            {
                _lastRead[name] = LocalNow;
            }
        }

        await Task.WhenAll(due.Select(name => ReadSymbolAsync(name, cancellationToken)));
        if (due.Length > 0)
        {
            _changes.Tell(this);
        }
    }

    private async Task ReadSymbolAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await _client.GetMarketStateAsync(name, cancellationToken);
        Change(name, model => answer.IsSuccess ? model.With(answer.Value.MarketState, LocalNow) : model.With(answer.Fault, LocalNow));
    }

    private void Take(StreamItem item)
    {
        switch (item.Type)
        {
            case StreamTypes.Tick when item.DataAs<TickData>() is { } tick:
                Change(tick.Symbol, model => model.With(tick, LocalNow));
                break;
            case StreamTypes.Decision when item.DataAs<DecisionSummary>() is { } made:
                Change(made.Symbol, model => model.With(new LastDecision(made.TraceId, made.BarCloseTime, made.Verdict, made.Reason, made.Shadow), LocalNow));
                MarkDue(made.Symbol);
                break;
            case StreamTypes.Bar or StreamTypes.Decision or StreamTypes.Order or StreamTypes.Fill when item.Symbol is { } symbol:
                MarkDue(symbol);
                return;
            default:
                return;
        }

        _changes.Tell(this);
    }

    private void MarkDue(string symbol)
    {
        lock (_gate)
        {
            _due = _due.Add(symbol);
        }
    }

    private void Change(string name, Func<SymbolModel, SymbolModel> change)
    {
        lock (_gate)
        {
            if (_symbols.TryGetValue(name, out var model))
            {
                _symbols = _symbols.SetItem(name, change(model));
            }
        }
    }
}
