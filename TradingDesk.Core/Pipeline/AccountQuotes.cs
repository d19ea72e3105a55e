using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <summary>The last accepted quote of each instrument's primary venue, by instrument id.</summary>
internal sealed class AccountQuotes(int count)
{
    private readonly QuoteSnapshot[] _quotes = new QuoteSnapshot[count];

    public QuoteSnapshot this[int instrumentId] => _quotes[instrumentId];

    public void Set(int instrumentId, double bid, double ask) => _quotes[instrumentId] = new QuoteSnapshot(bid, ask);
}
