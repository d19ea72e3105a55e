namespace TradingDesk.Core.Feeds.Binance;

/// <summary>One side of a book: levels sorted from worst to best, so that changes near the touch move few elements. Allocates nothing after its construction.</summary>
internal sealed class BookSide(bool isBid, int maxLevels)
{
    // The price for bids, its negative for asks: ascending keys end at the best level on both sides.
    private readonly double[] _keys = new double[maxLevels];
    private readonly double[] _quantities = new double[maxLevels];

    public int Count { get; private set; }

    /// <summary>Level by rank, 0 the best.</summary>
    public BookLevel this[int rank]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rank, (uint)Count);
            var at = Count - 1 - rank;
            return new BookLevel(isBid ? _keys[at] : -_keys[at], _quantities[at]);
        }
    }

    public void Clear() => Count = 0;

    /// <summary>Sets the quantity at a price; 0 deletes the level (unknown ones too: normal). Beyond the limit the worst level goes.</summary>
    public void Set(double price, double quantity)
    {
        var key = isBid ? price : -price;
        var at = Array.BinarySearch(_keys, 0, Count, key);
        if (at >= 0)
        {
            if (quantity > 0)
            {
                _quantities[at] = quantity;
            }
            else
            {
                RemoveAt(at);
            }
        }
        else if (quantity > 0)
        {
            InsertAt(~at, key, quantity);
        }
    }

    private void InsertAt(int at, double key, double quantity)
    {
        if (Count == maxLevels)
        {
            if (at == 0)
            {
                return;
            }

            RemoveAt(0);
            at--;
        }

        Array.Copy(_keys, at, _keys, at + 1, Count - at);
        Array.Copy(_quantities, at, _quantities, at + 1, Count - at);
        _keys[at] = key;
        _quantities[at] = quantity;
        Count++;
    }

    private void RemoveAt(int at)
    {
        Count--;
        Array.Copy(_keys, at + 1, _keys, at, Count - at);
        Array.Copy(_quantities, at + 1, _quantities, at, Count - at);
    }
}
