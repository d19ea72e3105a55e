namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>An append-only list with one writer and any number of readers: what a reader has seen never moves or changes.</summary>
internal sealed class GrowingList<T>
    where T : struct
{
    private T[] _items = new T[256];
    private volatile int _count;

    public int Count => _count;

    /// <summary>Everything appended so far. The span stays valid and unchanged while the list grows.</summary>
    public ReadOnlySpan<T> Items
    {
        get
        {
            // The count is read before the array: an array published later holds at least as many items.
            var count = _count;
            return new ReadOnlySpan<T>(Volatile.Read(ref _items), 0, count);
        }
    }

    public void Append(in T item)
    {
        var count = _count;
        if (count == _items.Length)
        {
            var larger = new T[count * 2];
            Array.Copy(_items, larger, count);
            Volatile.Write(ref _items, larger);
        }

        _items[count] = item;
        _count = count + 1;
    }
}
