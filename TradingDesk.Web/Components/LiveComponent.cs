using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components;

/// <summary>
/// A component that shows the <see cref="DeskModel"/>: subscribes when the circuit is up (never while rendering on the server beforehand), redraws at most once per
/// interval, and lets go of everything when it is disposed.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly List<IDisposable> _held = [];
    private readonly CancellationTokenSource _gone = new();
    private Redraw? _redraw;

    [Inject]
    protected DeskModel Model { get; private set; } = null!;

    [Inject]
    protected IDeskClient Client { get; private set; } = null!;

    [Inject]
    protected TimeProvider Time { get; private set; } = null!;

    [Inject]
    protected IOptions<DeskClientOptions> Options { get; private set; } = null!;

    /// <summary>Cancelled when the component goes.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Called once, when the circuit is up.</summary>
    protected virtual Task OnLiveAsync() => Task.CompletedTask;

    /// <summary>Asks for a redraw; from any thread.</summary>
    protected void RequestRedraw() => _redraw?.Request();

    /// <summary>Runs something on the component's own turn, from any thread; what it throws reaches the page's error boundary.</summary>
    protected void Post(Func<Task> work) => _ = InvokeAsync(async () =>
    {
        try
        {
            if (!_gone.IsCancellationRequested)
            {
                await work();
            }
        }
        catch (Exception fault) when (!_gone.IsCancellationRequested)
        {
            await DispatchExceptionAsync(fault);
        }
        catch (Exception fault) when (fault is OperationCanceledException or JSDisconnectedException or ObjectDisposedException)
        {
            // The component went while it ran: nobody is left to tell.
        }
    });

    /// <summary>Disposes it together with the component.</summary>
    protected void Hold(IDisposable held) => _held.Add(held);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _redraw = new Redraw(Time, TimeSpan.FromMilliseconds(Options.Value.RedrawIntervalMilliseconds), () => _ = InvokeAsync(Draw));
        Hold(_redraw);
        Hold(Model.Subscribe(_ => RequestRedraw()));
        Model.Start();
        await OnLiveAsync();
        RequestRedraw();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var held in _held)
        {
            held.Dispose();
        }

        await _gone.CancelAsync();
        await OnGoneAsync();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask OnGoneAsync() => ValueTask.CompletedTask;

    private void Draw()
    {
        if (!_gone.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }
}
