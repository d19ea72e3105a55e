using System.Diagnostics;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>A bar on its way to the disk.</summary>
internal readonly record struct QueuedBar(int InstrumentId, Bar Bar);

/// <summary>
/// Rows that wait for the disk, in bounded queues. Ticks give way, oldest first; bars and records do not: a full queue makes the caller wait.
/// Any thread adds, one thread takes.
/// </summary>
internal sealed class VolumeQueue(int tickCapacity, int barCapacity)
{
    private readonly object _monitor = new();
    private readonly Queue<TickSecond> _ticks = new();
    private readonly Queue<QueuedBar> _bars = new();
    private readonly Queue<object> _records = new();
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

    /// <summary>Rows added and not yet done, those being written included; records count as bars.</summary>
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
            WaitForRoom();
            _bars.Enqueue(bar);
            _barsAdded++;
            WakeTaker();
        }
    }

    /// <summary>A row of one of the small tables.</summary>
    /// <exception cref="InvalidOperationException">The queue is closed.</exception>
    public void AddRecord(object record)
    {
        lock (_monitor)
        {
            WaitForRoom();
            _records.Enqueue(record);
            _barsAdded++;
            WakeTaker();
        }
    }

    /// <summary>Waits until <paramref name="rows"/> are there or the time is over, but not where somebody waits for the disk.</summary>
    public void WaitForRows(int rows, TimeSpan patience)
    {
        lock (_monitor)
        {
            if (Waiting < rows && !_hurry && !_isClosed)
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

    /// <summary>Takes up to <paramref name="limit"/> rows, ticks last.</summary>
    public void Take(int limit, List<QueuedBar> bars, List<object> records, List<TickSecond> ticks)
    {
        lock (_monitor)
        {
            while (records.Count < limit && _records.TryDequeue(out var record))
            {
                records.Add(record);
            }

            while (records.Count + bars.Count < limit && _bars.TryDequeue(out var bar))
            {
                bars.Add(bar);
            }

            while (records.Count + bars.Count + ticks.Count < limit && _ticks.TryDequeue(out var tick))
            {
                ticks.Add(tick);
            }
        }
    }

    /// <summary>Rows that were taken are on the disk, or lost and counted.</summary>
    /// <param name="bars">Bars and records.</param>
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
        if (_wakeAtRows > 0 && Waiting >= _wakeAtRows)
        {
            _wakeAtRows = 0;
            Monitor.PulseAll(_monitor);
        }
    }

    private int Waiting => _records.Count + _bars.Count + _ticks.Count;

    private void WaitForRoom()
    {
        while (_bars.Count + _records.Count >= barCapacity && !_isClosed)
        {
            Monitor.Wait(_monitor);
        }

        ThrowIfClosed();
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new InvalidOperationException("The volume writer is stopped.", _closedBy);
        }
    }
}
