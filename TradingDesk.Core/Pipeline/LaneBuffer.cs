using System.Runtime.InteropServices;

namespace TradingDesk.Core.Pipeline;

/// <summary>What a lane made of a batch, in order. Reused from batch to batch.</summary>
internal sealed class LaneBuffer
{
    private readonly List<LaneOutput> _items = [];
    private int _next;

    public void Add(in LaneOutput item) => _items.Add(item);

    public void Clear()
    {
        _items.Clear();
        _next = 0;
    }

    /// <summary>The next output of the event at <paramref name="eventIndex"/>, in order.</summary>
    public bool TryTake(int eventIndex, out LaneOutput item)
    {
        if (_next < _items.Count && CollectionsMarshal.AsSpan(_items)[_next].EventIndex == eventIndex)
        {
            item = _items[_next++];
            return true;
        }

        item = default;
        return false;
    }
}
