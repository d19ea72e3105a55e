using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Gaps;

/// <summary>
/// The open gaps of one side, oldest first. All that are open lie beyond every bar since, so the newest is always the nearest to the market: touching
/// pops from the end, and where there are too many the oldest, which is the farthest, gives way.
/// </summary>
internal sealed class GapStack(int capacity)
{
    // [_first, _first + Count) is in use. Forgetting moves _first; the array is packed when its end is reached, which costs O(1) on average.
    private FairValueGap[] _items = new FairValueGap[16];
    private int _first;

    public int Count { get; private set; }

    public FairValueGap this[int place] => _items[_first + place];

    public ref readonly FairValueGap Newest => ref _items[_first + Count - 1];

    /// <returns>False where the oldest had to go.</returns>
    public bool Push(in FairValueGap gap)
    {
        var fits = Count < capacity;
        if (!fits)
        {
            _first++;
            Count--;
        }

        if (_first + Count == _items.Length)
        {
            Pack();
        }

        _items[_first + Count++] = gap;
        return fits;
    }

    public void Pop() => Count--;

    public void Clear() => (_first, Count) = (0, 0);

    public void SaveState(StateWriter writer)
    {
        writer.Write(Count);
        for (var i = 0; i < Count; i++)
        {
            this[i].Save(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        Clear();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            Push(FairValueGap.Load(reader));
        }
    }

    private void Pack()
    {
        var target = _first > Count / 2 ? _items : new FairValueGap[2 * _items.Length];
        Array.Copy(_items, _first, target, 0, Count);
        (_items, _first) = (target, 0);
    }
}
