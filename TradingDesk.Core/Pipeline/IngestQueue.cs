using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// The one door into the pipeline and the desk's one order. Bounded: when it is full a quote or a book summary is dropped (counted; a newer one follows) and everything else waits,
/// first come first served. Any number of publishers, one reader.
/// </summary>
/// <remarks>
/// Events lie in blocks that are pooled. Publishers append to the newest block, the reader takes the oldest one whole, full or not, and works on it in place: a lock and at
/// most one wake-up per hand-over, not per event, and no event is copied twice.
/// </remarks>
public sealed class IngestQueue : IFeedSink
{
    /// <summary>Events that wait; those that the reader has taken do not count.</summary>
    public const int Capacity = 65_536;

    private readonly object _monitor = new();
    private readonly Queue<EventBlock> _full = new();
    private readonly Stack<EventBlock> _free = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private EventBlock _filling = new();
    private EventBlock? _taken;
    private int _count;
    private bool _isCompleted;
    private bool _isReaderWaiting;

    public DiscardCounters Discards { get; } = new();

    public QueueHealth Health => new("ingest", Volatile.Read(ref _count), Capacity, Discards[DiscardReason.QueueFull]);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The queue was completed.</exception>
    public ValueTask PublishAsync(in MarketEvent item, CancellationToken cancellationToken)
    {
        lock (_monitor)
        {
            if (_count < Capacity && !_isCompleted)
            {
                Append(item);
                WakeReader();
                return ValueTask.CompletedTask;
            }

            return Refuse(item, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The queue was completed.</exception>
    public ValueTask PublishAsync(MarketEventBuffer items, CancellationToken cancellationToken)
    {
        var rest = items.Items;
        lock (_monitor)
        {
            while (rest.Length > 0 && _count < Capacity && !_isCompleted)
            {
                rest = rest[AppendSome(rest)..];
            }

            WakeReader();
        }

        return rest.Length == 0 ? ValueTask.CompletedTask : PublishRestAsync(items, items.Count - rest.Length, cancellationToken);
    }

    /// <summary>No more events: the reader ends after what is queued; whoever waits to publish is refused.</summary>
    public void Complete()
    {
        lock (_monitor)
        {
            _isCompleted = true;
            foreach (var waiter in _waiters)
            {
                waiter.Refuse();
            }

            _waiters.Clear();
            WakeReader();
        }
    }

    /// <summary>
    /// The oldest events, to be worked on in place until the next call; waits while there are none. <see langword="null"/> after <see cref="Complete"/> when all are taken.
    /// The reader alone, on a thread of its own.
    /// </summary>
    internal EventBlock? Take()
    {
        _taken?.Clear();
        lock (_monitor)
        {
            if (_taken is not null)
            {
                _free.Push(_taken);
                _taken = null;
            }

            while (_count == 0)
            {
                if (_isCompleted)
                {
                    return null;
                }

                _isReaderWaiting = true;
                Monitor.Wait(_monitor);
            }

            if (!_full.TryDequeue(out _taken))
            {
                _taken = _filling;
                _filling = Rent();
            }

            _count -= _taken.Count;
            AdmitWaiters();
            return _taken;
        }
    }

    /// <summary>Event by event from the first that found no room: quotes give way, anything else waits its turn.</summary>
    private async ValueTask PublishRestAsync(MarketEventBuffer items, int from, CancellationToken cancellationToken)
    {
        for (var i = from; i < items.Count; i++)
        {
            await PublishAsync(items[i], cancellationToken);
        }
    }

    private ValueTask Refuse(in MarketEvent item, CancellationToken cancellationToken)
    {
        if ((item.Kind == MarketEventKind.Tick && item.Tick.Kind == TickKind.Quote) || item.Kind == MarketEventKind.Book)
        {
            Discards.AddShared(DiscardReason.QueueFull);
            return ValueTask.CompletedTask;
        }

        if (_isCompleted)
        {
            return ValueTask.FromException(Waiter.Completed());
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        var waiter = new Waiter(item);
        var place = _waiters.AddLast(waiter);
        return new ValueTask(cancellationToken.CanBeCanceled ? WaitAsync(place, cancellationToken) : waiter.Admitted);
    }

    private async Task WaitAsync(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(_ => GiveUp(place, cancellationToken), null);
        await place.Value.Admitted;
    }

    private void GiveUp(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        lock (_monitor)
        {
            if (place.List is not null)
            {
                _waiters.Remove(place);
                place.Value.Cancel(cancellationToken);
            }
        }
    }

    private void AdmitWaiters()
    {
        while (_count < Capacity && _waiters.First is { } first)
        {
            _waiters.RemoveFirst();
            Append(first.Value.Item);
            first.Value.Admit();
        }
    }

    private void Append(in MarketEvent item)
    {
        _filling.Add(item);
        _count++;
        PassOnIfFull();
    }

    private int AppendSome(ReadOnlySpan<MarketEvent> items)
    {
        var taken = _filling.Add(items[..Math.Min(items.Length, Capacity - _count)]);
        _count += taken;
        PassOnIfFull();
        return taken;
    }

    private void PassOnIfFull()
    {
        if (_filling.IsFull)
        {
            _full.Enqueue(_filling);
            _filling = Rent();
        }
    }

    private void WakeReader()
    {
        if (_isReaderWaiting)
        {
            _isReaderWaiting = false;
            Monitor.Pulse(_monitor);
        }
    }

    private EventBlock Rent() => _free.TryPop(out var block) ? block : new EventBlock();

    /// <summary>An event that found no room, and the publisher that waits with it. Used under the queue's lock.</summary>
    private sealed class Waiter(MarketEvent item)
    {
        private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public MarketEvent Item { get; } = item;

        public Task Admitted => _admitted.Task;

        public static InvalidOperationException Completed() => new("The ingest queue is completed: the desk stops.");

        public void Admit() => _admitted.SetResult();

        public void Refuse() => _admitted.SetException(Completed());

        public void Cancel(CancellationToken cancellationToken) => _admitted.SetCanceled(cancellationToken);
    }
}
