using System.Diagnostics;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Storage;

/// <summary>A row that never gives way, on its way to the disk: a bar, a fused candle or a minute of quality, the one that is set.</summary>
internal readonly record struct QueuedBar(int InstrumentId, Bar Bar, M5Candle? Fused = null, QualityMinute? Quality = null);

/// <summary>
/// Rows that wait for the disk, in two bounded queues. Ticks give way, oldest first; bars and what is made of them do not: a full queue makes the caller wait.
/// Any thread adds, one thread takes.
/// </summary>
internal sealed class VolumeQueue(int tickCapacity, int barCapacity)
{
    private readonly object _monitor = new();
    private readonly Queue<TickSecond> _ticks = new();
    private readonly Queue<QueuedBar> _bars = new();
    private long _ticksAdded;
    private long _ticksDone;
    private long _barsAdded;
    private long _barsDone;
    private long _dropped;
    private int _wakeAtRows;
    private bool _hurry;
    private bool _isClosed;
    private Exception? _closedBy;

    public int TickCapacity => tickCapacity;

    public int BarCapacity => barCapacity;

    /// <summary>Ticks that gave way since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsClosed
    {
        get
        {
            lock (_monitor)
            {
                return _isClosed;
            }
        }
    }

    /// <summary>Rows added and not yet done, those being written included.</summary>
    public (int Ticks, int Bars) Depth
    {
        get
        {
            lock (_monitor)
            {
                return ((int)(_ticksAdded - _ticksDone), (int)(_barsAdded - _barsDone));
            }
        }
    }

    /// <exception cref="InvalidOperationException">The queue is closed.</exception>
    public void Add(in TickSecond tick)
    {
        lock (_monitor)
        {
            ThrowIfClosed();
            if (_ticks.Count == tickCapacity)
            {
                _ticks.Dequeue();
                _ticksDone++;
                Interlocked.Increment(ref _dropped);
            }

            _ticks.Enqueue(tick);
            _ticksAdded++;
            WakeTaker();
        }
    }

    /// <exception cref="InvalidOperationException">The queue is closed.</exception>
    public void Add(in QueuedBar bar)
    {
        lock (_monitor)
        {
            while (_bars.Count >= barCapacity && !_isClosed)
            {
                Monitor.Wait(_monitor);
            }

            ThrowIfClosed();
            _bars.Enqueue(bar);
            _barsAdded++;
            WakeTaker();
        }
    }

    /// <summary>Waits until <paramref name="rows"/> are there or the time is over, but not where somebody waits for the disk.</summary>
    public void WaitForRows(int rows, TimeSpan patience)
    {
        lock (_monitor)
        {
            if (_bars.Count + _ticks.Count < rows && !_hurry && !_isClosed)
            {
                _wakeAtRows = rows;
                Monitor.Wait(_monitor, patience);
                _wakeAtRows = 0;
            }

            _hurry = false;
        }
    }

    /// <summary>Lets time pass before a next try.</summary>
    public void Pause(TimeSpan duration)
    {
        var waited = Stopwatch.StartNew();
        lock (_monitor)
        {
            while (duration - waited.Elapsed is var remaining && remaining > TimeSpan.Zero)
            {
                Monitor.Wait(_monitor, remaining);
            }
        }
    }

    /// <summary>Takes up to <paramref name="limit"/> rows, bars first.</summary>
    public void Take(int limit, List<QueuedBar> bars, List<TickSecond> ticks)
    {
        lock (_monitor)
        {
            while (bars.Count < limit && _bars.TryDequeue(out var bar))
            {
                bars.Add(bar);
            }

            while (bars.Count + ticks.Count < limit && _ticks.TryDequeue(out var tick))
            {
                ticks.Add(tick);
            }
        }
    }

    /// <summary>Rows that were taken are on the disk, or lost and counted.</summary>
    public void Done(int bars, int ticks, bool written)
    {
        lock (_monitor)
        {
            _barsDone += bars;
            _ticksDone += ticks;
            if (!written)
            {
                Interlocked.Add(ref _dropped, bars + ticks);
            }

            Monitor.PulseAll(_monitor); // For callers that wait for room or for their rows.
        }
    }

    /// <summary>Waits until all rows that were added before the call are done; false where the time was over first.</summary>
    public bool WaitUntilDone(TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        lock (_monitor)
        {
            var (ticks, bars) = (_ticksAdded, _barsAdded);
            while (_ticksDone < ticks || _barsDone < bars)
            {
                var remaining = patience - waited.Elapsed;
                if (remaining <= TimeSpan.Zero || _closedBy is not null)
                {
                    return false;
                }

                _hurry = true;
                Monitor.PulseAll(_monitor);
                Monitor.Wait(_monitor, remaining);
            }

            return true;
        }
    }

    /// <summary>Nothing more may be added; what is there can still be taken.</summary>
    /// <param name="cause">The bug that ended the taker, if one did.</param>
    public void Close(Exception? cause = null)
    {
        lock (_monitor)
        {
            _isClosed = true;
            _closedBy ??= cause;
            Monitor.PulseAll(_monitor);
        }
    }

    private void WakeTaker()
    {
        if (_wakeAtRows > 0 && _bars.Count + _ticks.Count >= _wakeAtRows)
        {
            _wakeAtRows = 0;
            Monitor.PulseAll(_monitor);
        }
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new InvalidOperationException("The volume writer is stopped.", _closedBy);
        }
    }
}
