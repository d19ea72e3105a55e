using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Tests.Support;

/// <summary>The simulator's faults on events of one venue of one instrument, from one instant to another.</summary>
internal sealed class MarketFaults(int instrumentId, Venue venue, Timestamp from, Timestamp to)
{
    private readonly Random _random = new(5);

    /// <summary>Bid above ask in a fraction of the quotes.</summary>
    public IEnumerable<MarketEvent> Crossed(IEnumerable<MarketEvent> events, double fraction) => events.Select(item =>
        IsHit(item) && item.Tick.Kind == TickKind.Quote && _random.NextDouble() < fraction
            ? MarketEvent.FromTick(Tick.Quote(instrumentId, venue, item.Tick.OccurredAt, item.Tick.ReceivedAt, bid: item.Tick.Ask, ask: item.Tick.Bid, item.Tick.Sequence))
            : item);

    public IEnumerable<MarketEvent> Duplicated(IEnumerable<MarketEvent> events, double fraction) =>
        events.SelectMany(item => IsHit(item) && _random.NextDouble() < fraction ? new[] { item, item } : [item]);

    /// <summary>Nothing comes and nobody says so.</summary>
    public IEnumerable<MarketEvent> Frozen(IEnumerable<MarketEvent> events) => events.Where(item => !IsHit(item));

    /// <summary>The connection is lost; afterwards the feed is whole again, what was missed is not to be had.</summary>
    public IEnumerable<MarketEvent> Gap(IEnumerable<MarketEvent> events)
    {
        var state = 0;
        foreach (var item in events)
        {
            if (state == 0 && item.At >= from)
            {
                state = 1;
                yield return MarketEvent.FromFeed(new FeedNotice(venue, instrumentId, FeedNoticeKind.Interrupted, "connection lost"), from);
            }

            if (state == 1 && item.At >= to)
            {
                state = 2;
                yield return MarketEvent.FromFeed(new FeedNotice(venue, instrumentId, FeedNoticeKind.GapUnfilled, "not to be had", from, to), to);
                yield return MarketEvent.FromFeed(new FeedNotice(venue, instrumentId, FeedNoticeKind.Live, "connected and whole"), to);
            }

            if (!IsHit(item))
            {
                yield return item;
            }
        }
    }

    private bool IsHit(in MarketEvent item) =>
        item.Kind == MarketEventKind.Tick && item.InstrumentId == instrumentId && item.Tick.Venue == venue && item.At >= from && item.At < to;
}
