namespace TradingDesk.Web.Live;

/// <summary>
/// Draws at most once per interval, however often it is asked: at once where the last drawing is long enough ago, otherwise when the interval is over. The last
/// request is always drawn. Thread-safe.
/// </summary>
public sealed class Redraw : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly Action _draw;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long? _lastDrawn;
    private bool _scheduled;
    private bool _disposed;

    public Redraw(TimeProvider clock, TimeSpan interval, Action draw)
    {
        _clock = clock;
        _interval = interval;
        _draw = draw;
        _timer = clock.CreateTimer(_ => Fire(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Request()
    {
        lock (_gate)
        {
            if (_disposed || _scheduled)
            {
                return;
            }

            if (_lastDrawn is { } last && _clock.GetElapsedTime(last) is var passed && passed < _interval)
            {
                _scheduled = true;
                _timer.Change(_interval - passed, Timeout.InfiniteTimeSpan);
                return;
            }

            _lastDrawn = _clock.GetTimestamp();
        }

        _draw();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _scheduled = false;
            _lastDrawn = _clock.GetTimestamp();
        }

        _draw();
    }
}
