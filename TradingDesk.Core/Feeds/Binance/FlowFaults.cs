using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Collects what was refused in a symbol's stream and tells the desk at most once a second of reception time: it counts for data quality.</summary>
internal sealed class FlowFaults
{
    private int _duplicates;
    private int _outOfOrder;
    private long _reportedCandles;
    private long _second;

    public void Add(DiscardReason reason)
    {
        if (reason == DiscardReason.Duplicate)
        {
            _duplicates++;
        }
        else
        {
            _outOfOrder++;
        }
    }

    public void ReportIfDue(SymbolFlow flow, Timestamp receivedAt, MarketEventBuffer output)
    {
        var candles = flow.KlineCheck.Mismatches - _reportedCandles;
        if ((_duplicates | _outOfOrder) == 0 && candles == 0)
        {
            return;
        }

        var second = receivedAt.UnixSeconds;
        if (second == _second)
        {
            return;
        }

        var faults = new FeedFaults(Venue.Binance, flow.Symbol.InstrumentId, _duplicates, _outOfOrder, (int)candles);
        output.Add(MarketEvent.FromFaults(faults, receivedAt));
        (_second, _duplicates, _outOfOrder) = (second, 0, 0);
        _reportedCandles += candles;
    }
}
