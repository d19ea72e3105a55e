namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>A best bid and ask of one venue. Prices in ticks, quantities in steps of the instrument.</summary>
/// <param name="At">Microseconds since the Unix epoch.</param>
public readonly record struct SimulatedQuote(long At, long BidTicks, long AskTicks, int BidQuantity, int AskQuantity);

/// <summary>An aggregate trade. Price in ticks, quantity in steps of the instrument.</summary>
/// <param name="At">Microseconds since the Unix epoch.</param>
/// <param name="IsBuyerMaker">True where the seller was the aggressor.</param>
public readonly record struct SimulatedTrade(long At, long PriceTicks, long Quantity, bool IsBuyerMaker);

/// <summary>All ticks of one instrument, venue and minute; a buffer that its owner uses again for the next minute. Not thread-safe.</summary>
public sealed class MinuteTicks
{
    private SimulatedQuote[] _quotes = new SimulatedQuote[256];
    private SimulatedTrade[] _trades = new SimulatedTrade[256];

    /// <summary>Minutes since the Unix epoch.</summary>
    public long Minute { get; internal set; }

    /// <summary>In order of time.</summary>
    public ReadOnlySpan<SimulatedQuote> Quotes => _quotes.AsSpan(0, QuoteCount);

    /// <summary>In order of time.</summary>
    public ReadOnlySpan<SimulatedTrade> Trades => _trades.AsSpan(0, TradeCount);

    /// <summary>Running number of the first quote since the market began; the next one's is one higher, across minutes too.</summary>
    public long FirstQuoteIndex { get; internal set; }

    /// <summary>Running number of the first aggregate trade since the market began, consecutive across minutes.</summary>
    public long FirstTradeIndex { get; internal set; }

    internal int QuoteCount { get; private set; }

    internal int TradeCount { get; private set; }

    internal Span<SimulatedQuote> TakeQuotes(int count)
    {
        if (count > _quotes.Length)
        {
            _quotes = new SimulatedQuote[count * 2];
        }

        QuoteCount = count;
        return _quotes.AsSpan(0, count);
    }

    internal Span<SimulatedTrade> TakeTrades(int count)
    {
        if (count > _trades.Length)
        {
            _trades = new SimulatedTrade[count * 2];
        }

        TradeCount = count;
        return _trades.AsSpan(0, count);
    }
}
