using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Gaps;

/// <summary>
/// The open gaps of one side, oldest first. All that are open lie beyond every bar since, so the newest is always the nearest to the market: touching
/// pops from the end, and where there are too many the oldest, which is the farthest, gives way.
/// </summary>
internal sealed class GapStack(int capacity)
{
    // A ring that grows up to the capacity; _first is the oldest.
    private FairValueGap[] _ring = new FairValueGap[16];
    private int _first;

    public int Count { get; private set; }

    public FairValueGap this[int place] => _ring[(_first + place) % _ring.Length];

    public ref readonly FairValueGap Newest => ref _ring[(_first + Count - 1) % _ring.Length];

    /// <returns>False where the oldest had to go.</returns>
    public bool Push(in FairValueGap gap)
    {
        if (Count == capacity)
        {
            _first = (_first + 1) % _ring.Length;
            _ring[(_first + Count - 1) % _ring.Length] = gap;
            return false;
        }

        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_first + Count++) % _ring.Length] = gap;
        return true;
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

    private void Grow()
    {
        var grown = new FairValueGap[Math.Min(2 * _ring.Length, Math.Max(capacity, _ring.Length + 1))];
        for (var i = 0; i < Count; i++)
        {
            grown[i] = this[i];
        }

        (_ring, _first) = (grown, 0);
    }
}
