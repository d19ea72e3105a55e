using System.Threading.Channels;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>One reader's bounded queue of events. Dispose it to end it.</summary>
public sealed class BridgeSubscription : IDisposable
{
    private readonly Channel<BridgeEvent> _channel;
    private readonly Action<BridgeSubscription> _onDisposed;
    private long _missed;

    internal BridgeSubscription(int capacity, Action<BridgeSubscription> onDisposed)
    {
        _channel = Channel.CreateBounded<BridgeEvent>(new BoundedChannelOptions(capacity) { SingleWriter = false, SingleReader = true });
        _onDisposed = onDisposed;
    }

    public ChannelReader<BridgeEvent> Events => _channel.Reader;

    /// <summary>Events that found the queue full. Above what the reader has seen before: read <see cref="IBridgeCommands.Snapshot"/> anew.</summary>
    public long Missed => Volatile.Read(ref _missed);

    public void Dispose()
    {
        _onDisposed(this);
        _channel.Writer.TryComplete();
    }

    internal bool Offer(BridgeEvent item)
    {
        if (_channel.Writer.TryWrite(item))
        {
            return true;
        }

        Interlocked.Increment(ref _missed);
        return false;
    }
}
