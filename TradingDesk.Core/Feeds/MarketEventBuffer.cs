namespace TradingDesk.Core.Feeds;

/// <summary>A reusable, growing list of events between a message handler and whoever passes them on. One thread.</summary>
public sealed class MarketEventBuffer
{
    private MarketEvent[] _items = new MarketEvent[16];

    public int Count { get; private set; }

    public ReadOnlySpan<MarketEvent> Items => _items.AsSpan(0, Count);

    public ref readonly MarketEvent this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return ref _items[index];
        }
    }

    public void Add(in MarketEvent item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    public void Clear() => Count = 0;
}
