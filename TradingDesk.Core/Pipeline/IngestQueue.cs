using System.Threading.Channels;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// The one door into the pipeline and the desk's one order. Bounded: when it is full a quote or a book summary is dropped (counted; a newer one follows)
/// and everything else waits.
/// </summary>
public sealed class IngestQueue : IFeedSink
{
    public const int Capacity = 65_536;

    private readonly Channel<MarketEvent> _channel = Channel.CreateBounded<MarketEvent>(new BoundedChannelOptions(Capacity)
    {
        SingleReader = true,
        SingleWriter = false,
        FullMode = BoundedChannelFullMode.Wait,
    });

    public DiscardCounters Discards { get; } = new();

    internal ChannelReader<MarketEvent> Reader => _channel.Reader;

    public ValueTask PublishAsync(in MarketEvent item, CancellationToken cancellationToken)
    {
        if (_channel.Writer.TryWrite(item))
        {
            return ValueTask.CompletedTask;
        }

        if ((item.Kind == MarketEventKind.Tick && item.Tick.Kind == TickKind.Quote) || item.Kind == MarketEventKind.Book)
        {
            Discards.AddShared(DiscardReason.QueueFull);
            return ValueTask.CompletedTask;
        }

        return _channel.Writer.WriteAsync(item, cancellationToken);
    }

    /// <summary>No more events: the pipeline ends after what is queued.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    public QueueHealth Health => new("ingest", _channel.Reader.Count, Capacity, Discards[DiscardReason.QueueFull]);
}
