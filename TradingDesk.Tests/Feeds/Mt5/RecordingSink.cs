using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>Keeps what a feed publishes.</summary>
internal sealed class RecordingSink : IFeedSink
{
    private readonly List<MarketEvent> _events = [];
    private readonly Lock _lock = new();

    public ValueTask PublishAsync(in MarketEvent item, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _events.Add(item);
        }

        return ValueTask.CompletedTask;
    }

    public List<MarketEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _events.Count;
            }
        }
    }

    public List<Tick> TicksOf(int instrumentId) =>
        Events.Where(item => item.Kind == MarketEventKind.Tick && item.InstrumentId == instrumentId).Select(item => item.Tick).ToList();

    public List<FeedNotice> NoticesOf(int instrumentId) =>
        Events.Where(item => item.Kind == MarketEventKind.Feed && item.InstrumentId == instrumentId).Select(item => (FeedNotice)item.Payload!).ToList();

    public List<Bar> BarsOf(int instrumentId) =>
        Events.Where(item => item.Kind == MarketEventKind.LoadedBar && item.InstrumentId == instrumentId).Select(item => ((LoadedBar)item.Payload!).Bar).ToList();
}
