using System.Threading.Channels;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Fetches book snapshots beside the handling of frames and puts them into the same queue. One at a time per symbol, and not more often than every
/// <see cref="LeastInterval"/>: depth requests are dear. Called by the handling task.
/// </summary>
internal sealed class SnapshotFetcher(IReadOnlyList<BinanceSymbol> symbols, BinanceRestClient rest, TimeProvider clock, ChannelWriter<FeedItem> queue)
{
    public static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(2);

    private readonly long?[] _lastRequest = new long?[symbols.Count];
    private readonly bool[] _isUnderWay = new bool[symbols.Count];

    public void Request(int slot, CancellationToken cancellationToken)
    {
        var isTooSoon = _lastRequest[slot] is { } last && clock.GetElapsedTime(last) < LeastInterval;
        if (_isUnderWay[slot] || isTooSoon)
        {
            return;
        }

        _isUnderWay[slot] = true;
        _lastRequest[slot] = clock.GetTimestamp();
        _ = FetchAsync(slot, cancellationToken);
    }

    /// <summary>The answer has been taken from the queue.</summary>
    public void Completed(int slot) => _isUnderWay[slot] = false;

    private async Task FetchAsync(int slot, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await rest.GetDepthAsync(symbols[slot], cancellationToken);
            var body = reply.IsSuccess ? FetchedFrames.Depth(symbols[slot], reply.Value) : null;
            await queue.WriteAsync(FeedItem.Snapshot(slot, body), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The feed stops; nobody waits for this any more.
            _lastRequest[slot] = null;
        }
    }
}
