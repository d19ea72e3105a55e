namespace TradingDesk.Core.Feeds.Binance;

/// <summary>A reusable list of price levels: grows to the largest frame seen and then allocates no more.</summary>
public sealed class DepthLevels
{
    private BookLevel[] _levels = new BookLevel[64];

    public int Count { get; private set; }

    public ReadOnlySpan<BookLevel> Span => _levels.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(double price, double quantity)
    {
        if (Count == _levels.Length)
        {
            Array.Resize(ref _levels, Count * 2);
        }

        _levels[Count++] = new BookLevel(price, quantity);
    }
}
