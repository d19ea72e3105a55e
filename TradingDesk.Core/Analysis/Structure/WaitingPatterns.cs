using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>
/// Patterns of one direction that no close has broken yet, nearest level first (a binary heap). Bounded: the oldest gives way, which changes no
/// uncancelled break as long as any newer pattern of either direction was broken before it, because that break would have cancelled it.
/// </summary>
internal sealed class WaitingPatterns(Direction direction, int capacity)
{
    private readonly List<BreakPattern> _heap = [];

    public int Count => _heap.Count;

    /// <returns>False where the oldest had to go.</returns>
    public bool Add(in BreakPattern pattern)
    {
        var fits = _heap.Count < capacity;
        if (!fits)
        {
            RemoveAt(OldestPlace());
        }

        _heap.Add(pattern);
        SiftUp(_heap.Count - 1);
        return fits;
    }

    public bool TryTakeBroken(double close, out BreakPattern pattern)
    {
        if (_heap.Count == 0 || !_heap[0].IsBrokenBy(close))
        {
            pattern = default;
            return false;
        }

        pattern = _heap[0];
        RemoveAt(0);
        return true;
    }

    public void Clear() => _heap.Clear();

    public void SaveState(StateWriter writer)
    {
        writer.Write(_heap.Count);
        foreach (var pattern in _heap)
        {
            pattern.Save(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        _heap.Clear();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            _heap.Add(BreakPattern.Load(reader));
        }
    }

    /// <summary>True where <paramref name="left"/> breaks before <paramref name="right"/>; equal levels by age.</summary>
    private bool IsNearer(in BreakPattern left, in BreakPattern right) => left.Level == right.Level
        ? left.Index < right.Index
        : direction == Direction.Bullish ? left.Level < right.Level : left.Level > right.Level;

    private int OldestPlace()
    {
        var oldest = 0;
        for (var i = 1; i < _heap.Count; i++)
        {
            if (_heap[i].Index < _heap[oldest].Index)
            {
                oldest = i;
            }
        }

        return oldest;
    }

    private void RemoveAt(int place)
    {
        var last = _heap.Count - 1;
        _heap[place] = _heap[last];
        _heap.RemoveAt(last);
        if (place < last)
        {
            SiftDown(place);
            SiftUp(place);
        }
    }

    private void SiftUp(int place)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!IsNearer(_heap[place], _heap[parent]))
            {
                return;
            }

            (_heap[place], _heap[parent]) = (_heap[parent], _heap[place]);
            place = parent;
        }
    }

    private void SiftDown(int place)
    {
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= _heap.Count)
            {
                return;
            }

            if (child + 1 < _heap.Count && IsNearer(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsNearer(_heap[child], _heap[place]))
            {
                return;
            }

            (_heap[place], _heap[child]) = (_heap[child], _heap[place]);
            place = child;
        }
    }
}
