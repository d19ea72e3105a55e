namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>A price level: price in ticks, quantity in steps; quantity 0 removes it.</summary>
internal readonly record struct BookLevel(long PriceTicks, long Quantity);

/// <summary>
/// The order book behind a best bid and ask, as a function of the quote's running number: the best level is the quote itself, behind it lie levels on a
/// price grid whose quantities change now and then. So any state can be made at once, and a diff is the difference of two states.
/// </summary>
internal sealed class SyntheticBook
{
    public const int LevelsPerSide = 100;

    /// <summary>Update ids that one quote uses up, as other levels change too.</summary>
    private const int IdsPerQuote = 7;
    private const long FirstUpdateId = 40_000_000_000;

    private readonly List<BookLevel> _bids = new(LevelsPerSide);
    private readonly List<BookLevel> _asks = new(LevelsPerSide);

    /// <summary>Best first.</summary>
    public IReadOnlyList<BookLevel> Bids => _bids;

    /// <summary>Best first.</summary>
    public IReadOnlyList<BookLevel> Asks => _asks;

    public long LastUpdateId { get; private set; }

    /// <summary>The update id after a quote. Rises with its running number.</summary>
    public static long UpdateIdOf(long quoteIndex) => FirstUpdateId + ((quoteIndex + 1) * IdsPerQuote);

    public void Set(in SimulatedQuote quote, long quoteIndex, int gridTicks)
    {
        LastUpdateId = UpdateIdOf(quoteIndex);
        _bids.Clear();
        _asks.Clear();
        _bids.Add(new BookLevel(quote.BidTicks, quote.BidQuantity));
        _asks.Add(new BookLevel(quote.AskTicks, quote.AskQuantity));
        var bid = (quote.BidTicks - 1) / gridTicks * gridTicks;
        var ask = ((quote.AskTicks / gridTicks) + 1) * gridTicks;
        for (var i = 1; i < LevelsPerSide; i++, bid -= gridTicks, ask += gridTicks)
        {
            _bids.Add(new BookLevel(bid, QuantityAt(bid, quoteIndex)));
            _asks.Add(new BookLevel(ask, QuantityAt(ask, quoteIndex)));
        }
    }

    /// <summary>What turns <paramref name="before"/> into <paramref name="after"/>; both best first. Returns the changes in the same order.</summary>
    public static void Difference(IReadOnlyList<BookLevel> before, IReadOnlyList<BookLevel> after, bool isBid, List<BookLevel> changes)
    {
        changes.Clear();
        int b = 0, a = 0;
        while (b < before.Count || a < after.Count)
        {
            var order = b == before.Count ? 1
                : a == after.Count ? -1
                : isBid ? after[a].PriceTicks.CompareTo(before[b].PriceTicks) : before[b].PriceTicks.CompareTo(after[a].PriceTicks);
            if (order == 0)
            {
                if (before[b].Quantity != after[a].Quantity)
                {
                    changes.Add(after[a]);
                }

                b++;
                a++;
            }
            else if (order < 0)
            {
                changes.Add(new BookLevel(before[b++].PriceTicks, 0));
            }
            else
            {
                changes.Add(after[a++]);
            }
        }
    }

    /// <summary>A level keeps its quantity for 64 quotes, each price changing at another moment.</summary>
    private static long QuantityAt(long priceTicks, long quoteIndex)
    {
        var phase = SimRandom.Mix((ulong)priceTicks);
        var generation = (quoteIndex + (long)(phase & 63)) >> 6;
        var bits = SimRandom.Mix(phase ^ (ulong)generation);
        return 1_000 + (long)(bits & 0x3_FFFF);
    }
}
