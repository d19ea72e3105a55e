using System.Collections.Immutable;
using System.Threading.Channels;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// Fans durable entries and throttled ticks out to subscribers. The newest entries are kept in memory for resuming; older ones come from the journal.
/// Each subscriber has a bounded queue of its own; one that does not keep up is cut off and resumes by its last id.
/// </summary>
public sealed class StreamHub(Func<long, int, IReadOnlyList<StreamItem>> readJournal, Func<long> oldestInJournal) : IDeskStream
{
    public const int RecentCapacity = 4_096;
    public const int SubscriberCapacity = 8_192;
    private const int ReplayLimit = 5_000;

    private readonly Lock _gate = new();
    private readonly Queue<StreamItem> _recent = new();
    private ImmutableArray<Subscription> _subscriptions = [];

    public DiscardCounters Discards { get; } = new();

    public int SubscriberCount => _subscriptions.Length;

    public void Publish(StreamItem item)
    {
        ImmutableArray<Subscription> receivers;
        lock (_gate)
        {
            if (item.Sequence is not null)
            {
                if (_recent.Count == RecentCapacity)
                {
                    _recent.Dequeue();
                }

                _recent.Enqueue(item);
            }

            receivers = _subscriptions;
        }

        foreach (var receiver in receivers)
        {
            if (!receiver.Offer(item))
            {
                Discards.AddShared(DiscardReason.SlowSubscriber);
                Remove(receiver);
            }
        }
    }

    public IDeskSubscription Subscribe(long? afterSequence, IReadOnlySet<string> types, IReadOnlySet<string> symbols)
    {
        var subscription = new Subscription(this, types, symbols);
        lock (_gate)
        {
            // Under the lock: nothing may slip between what is read back and what comes live.
            if (afterSequence is { } after)
            {
                subscription.MissedSome = ReadBack(subscription, after);
            }

            _subscriptions = _subscriptions.Add(subscription);
        }

        return subscription;
    }

    private bool ReadBack(Subscription subscription, long after)
    {
        var oldestRecent = _recent.TryPeek(out var first) ? first.Sequence!.Value : long.MaxValue;
        var missed = false;
        if (after + 1 < oldestRecent)
        {
            var stored = readJournal(after, ReplayLimit);
            missed = oldestInJournal() > after + 1 || (stored.Count == ReplayLimit && stored[^1].Sequence < oldestRecent - 1);
            foreach (var item in stored)
            {
                if (item.Sequence < oldestRecent)
                {
                    subscription.Offer(item);
                }
            }
        }

        foreach (var item in _recent)
        {
            if (item.Sequence > after)
            {
                subscription.Offer(item);
            }
        }

        return missed;
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }

    private sealed class Subscription(StreamHub hub, IReadOnlySet<string> types, IReadOnlySet<string> symbols) : IDeskSubscription
    {
        private readonly Channel<StreamItem> _items = Channel.CreateBounded<StreamItem>(new BoundedChannelOptions(SubscriberCapacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });

        public ChannelReader<StreamItem> Items => _items.Reader;

        public bool MissedSome { get; set; }

        /// <returns>False where the subscriber has fallen behind and was cut off.</returns>
        public bool Offer(StreamItem item)
        {
            if ((types.Count > 0 && !types.Contains(item.Type)) || (symbols.Count > 0 && item.Symbol is not null && !symbols.Contains(item.Symbol)))
            {
                return true;
            }

            if (_items.Writer.TryWrite(item))
            {
                return true;
            }

            _items.Writer.TryComplete(new InvalidOperationException("The subscriber did not keep up."));
            return false;
        }

        public void Dispose()
        {
            hub.Remove(this);
            _items.Writer.TryComplete();
        }
    }
}
