using System.Net.ServerSentEvents;
using Microsoft.Extensions.Options;
using TradingDesk.Core.Contract;

namespace TradingDesk.Web.Live;

/// <summary>
/// One circuit's connection to the event stream, as the signed-in user. Opens again by itself with the last id seen; tells its state and what was missed.
/// Handlers run on the reading task, one after another: they only take note and ask for a redraw.
/// </summary>
public sealed class DeskStream(IDeskClient client, TimeProvider clock, IOptions<DeskClientOptions> options) : IAsyncDisposable
{
    /// <summary>Event by which the server says that it no longer holds everything since the id asked for.</summary>
    public const string GapEvent = "gap";

    private readonly Subscriptions<StreamItem> _items = new();
    private readonly Subscriptions<StreamStatus> _states = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _reading;
    private string? _lastId;
    private bool _everOpen;

    public StreamStatus Status { get; private set; } = new(StreamState.Connecting, clock.GetUtcNow(), Missed: 0, Gap: false, "opening the event stream");

    public IDisposable Subscribe(Action<StreamItem> handler) => _items.Add(handler);

    public IDisposable SubscribeStatus(Action<StreamStatus> handler) => _states.Add(handler);

    /// <summary>Begins reading, once. Called when the circuit is up, never while a page is rendered on the server beforehand.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _reading ??= Task.Run(() => ReadForeverAsync(_stop.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_reading is { } reading)
        {
            await reading;
        }

        _stop.Dispose();
    }

    private async Task ReadForeverAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(options.Value.ReconnectMinMilliseconds);
        while (!cancellationToken.IsCancellationRequested)
        {
            var opened = await client.OpenStreamAsync(_lastId, cancellationToken);
            string detail;
            if (opened.IsSuccess)
            {
                pause = TimeSpan.FromMilliseconds(options.Value.ReconnectMinMilliseconds);
                detail = await ReadAsync(opened.Value, cancellationToken);
            }
            else
            {
                detail = opened.Fault.Message;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (Status.State != StreamState.Lost)
            {
                Move(StreamState.Lost, detail);
            }

            await Task.Delay(pause, clock, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, options.Value.ReconnectMaxMilliseconds));
        }
    }

    /// <summary>Reads until the stream ends; says why it did.</summary>
    private async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var returned = Status.State == StreamState.Lost && _everOpen;
        var resumed = returned && _lastId is not null;
        Move(resumed ? StreamState.CatchingUp : StreamState.Live, resumed ? "catching up" : "connected");
        if (returned && !resumed)
        {
            // Nothing with an id had come before the loss: what was missed cannot be asked for.
            Tell(Status with { Gap = true });
        }

        _everOpen = true;
        try
        {
            await using (stream)
            {
                await foreach (var message in SseParser.Create(stream).EnumerateAsync(cancellationToken))
                {
                    Take(message);
                }
            }

            return "the desk closed the event stream";
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            return "the event stream broke off";
        }
    }

    private void Take(SseItem<string> message)
    {
        if (message.EventType == GapEvent)
        {
            Tell(Status with { Gap = true });
            return;
        }

        if (StreamMessage.Read(message, clock) is not { } item)
        {
            return;
        }

        if (!string.IsNullOrEmpty(message.EventId))
        {
            _lastId = message.EventId;
        }

        if (Status.State == StreamState.CatchingUp)
        {
            CatchUp(item);
        }

        _items.Tell(item);
    }

    // Journaled events have an id; the first without one is the present again.
    private void CatchUp(StreamItem item)
    {
        if (item.Sequence is null)
        {
            Move(StreamState.Live, "connected");
        }
        else
        {
            Status = Status with { Missed = Status.Missed + 1 };
        }
    }

    private void Move(StreamState state, string detail)
    {
        var fresh = state is StreamState.CatchingUp or StreamState.Lost;
        Tell(new StreamStatus(state, clock.GetUtcNow(), fresh ? 0 : Status.Missed, !fresh && Status.Gap, detail));
    }

    private void Tell(StreamStatus status)
    {
        Status = status;
        _states.Tell(status);
    }
}
