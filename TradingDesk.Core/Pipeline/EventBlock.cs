using TradingDesk.Core.Feeds;

namespace TradingDesk.Core.Pipeline;

/// <summary>Events that travel through <see cref="IngestQueue"/> together. Filled under the queue's lock, then owned by the reader until it takes the next one.</summary>
internal sealed class EventBlock
{
    /// <summary>Also the largest batch that the pipeline sees.</summary>
    public const int Capacity = 1_024;

    public MarketEvent[] Items { get; } = new MarketEvent[Capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public void Add(in MarketEvent item) => Items[Count++] = item;

    /// <summary>Takes as many from the front as fit.</summary>
    /// <returns>How many.</returns>
    public int Add(ReadOnlySpan<MarketEvent> items)
    {
        var taken = Math.Min(items.Length, Capacity - Count);
        items[..taken].CopyTo(Items.AsSpan(Count));
        Count += taken;
        return taken;
    }

    /// <summary>Empties it for reuse and lets go of what the events referred to; most are ticks and refer to nothing.</summary>
    public void Clear()
    {
        foreach (ref var item in Items.AsSpan(0, Count))
        {
            if (item.Payload is not null)
            {
                item = default;
            }
        }

        Count = 0;
    }
}
