namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Depth updates that wait for their snapshot. Bounded: when full it starts over, which only means that a newer snapshot is needed.</summary>
internal sealed class PendingDepth
{
    private const int MaxUpdates = 2_000;
    private const int MaxLevels = 200_000;

    private readonly List<Update> _updates = [];
    private readonly List<BookLevel> _levels = [];

    public int Count => _updates.Count;

    /// <summary>Updates that a full buffer gave up.</summary>
    public long Dropped { get; private set; }

    public void Add(in BinanceFrame frame, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        if (_updates.Count == MaxUpdates || _levels.Count + bids.Length + asks.Length > MaxLevels)
        {
            Dropped += _updates.Count;
            Clear();
        }

        _updates.Add(new Update(frame.FirstUpdateId, frame.LastUpdateId, frame.PreviousUpdateId, _levels.Count, bids.Length, asks.Length));
        foreach (var level in bids)
        {
            _levels.Add(level);
        }

        foreach (var level in asks)
        {
            _levels.Add(level);
        }
    }

    public Update this[int index] => _updates[index];

    public ReadOnlySpan<BookLevel> BidsOf(in Update update) => Span.Slice(update.Start, update.Bids);

    public ReadOnlySpan<BookLevel> AsksOf(in Update update) => Span.Slice(update.Start + update.Bids, update.Asks);

    public void Clear()
    {
        _updates.Clear();
        _levels.Clear();
    }

    private ReadOnlySpan<BookLevel> Span => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_levels);

    internal readonly record struct Update(long FirstId, long LastId, long PreviousId, int Start, int Bids, int Asks);
}
