using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// The handling side of the feed: takes frames and changes of connection in one order, fills gaps before what follows them is passed on, and says per
/// instrument when nothing is missing. Frames that arrive meanwhile wait in the queue. One task.
/// </summary>
internal sealed partial class FrameConsumer(
    BinanceOptions options,
    IReadOnlyList<BinanceSymbol> symbols,
    BinanceMessageHandler handler,
    BinanceRestClient rest,
    TimeProvider clock,
    IRawTap? tap,
    StreamWatch watch,
    Channel<FeedItem> queue,
    FrameBatchPool pool,
    ILogger logger)
{
    private readonly MarketEventBuffer _events = new();
    private readonly SlotState[] _slots = [.. symbols.Select(_ => new SlotState())];
    private readonly SnapshotFetcher _snapshots = new(symbols, rest, clock, queue.Writer);
    private IFeedSink _sink = null!;
    private int _notLive = symbols.Count;
    private long _lastReceivedAt;
    private bool _isFilling;

    public required Action<StreamRoute> RenewRoute { get; init; }

    /// <summary>Told when a new connection's gap has been filled, as far as that could be done.</summary>
    public required Action<StreamRoute> RouteUpHandled { get; init; }

    public bool AllLive => Volatile.Read(ref _notLive) == 0;

    public bool IsFilling => Volatile.Read(ref _isFilling);

    public Timestamp? LastReceivedAt => Volatile.Read(ref _lastReceivedAt) is var at and > 0 ? new Timestamp(at) : null;

    public void SetRoutes(IReadOnlyList<StreamRoute> routes)
    {
        foreach (var route in routes)
        {
            foreach (var slot in route.Slots)
            {
                _slots[slot].RoutesDown++;
            }
        }
    }

    public async Task RunAsync(IFeedSink sink, CancellationToken cancellationToken)
    {
        _sink = sink;
        await foreach (var item in queue.Reader.ReadAllAsync(cancellationToken))
        {
            switch (item.Kind)
            {
                case FeedItemKind.Frames:
                    await HandleBatchAsync(item.Route!, item.Batch!, cancellationToken);
                    pool.Return(item.Batch!);
                    break;
                case FeedItemKind.RouteUp:
                    await HandleUpAsync(item.Route!, cancellationToken);
                    break;
                case FeedItemKind.RouteDown:
                    await HandleDownAsync(item.Route!, item.Reason, cancellationToken);
                    break;
                case FeedItemKind.Snapshot:
                    await HandleSnapshotAsync(item.Slot, item.Body, cancellationToken);
                    break;
            }
        }
    }

    private async ValueTask HandleBatchAsync(StreamRoute route, FrameBatch batch, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        for (var i = 0; i < batch.Count; i++)
        {
            var at = Advance(batch.ReceivedAt(i));
            var result = Handle(batch.Frame(i), at);
            watch.Note(handler.LastSlot, handler.LastKind, now);
            if (result.Action == FrameAction.TradeGap)
            {
                await FillMidStreamAsync(result.Slot, cancellationToken);
                at = Advance(at);
                result = HandleAfterFill(batch.Frame(i), at);
            }

            Tap(handler.LastSlot, at, batch.Frame(i));
            if (_events.Count > 0)
            {
                await PublishAsync(cancellationToken);
            }

            if (result.Action == FrameAction.Reconnect)
            {
                RenewRoute(route);
            }
            else if (result.Action == FrameAction.SnapshotNeeded)
            {
                _snapshots.Request(result.Slot, cancellationToken);
            }

            if (_notLive > 0 && handler.LastKind == BinanceFrameKind.AggTrade && handler.LastSlot >= 0)
            {
                // It joined on, or what is missing before it has been given up: either way nothing is owed any more.
                await SayLiveAsync(handler.LastSlot, cancellationToken);
            }
        }
    }

    private FrameResult Handle(ReadOnlySpan<byte> frame, Timestamp at)
    {
        _events.Clear();
        return handler.Handle(frame, at, _events);
    }

    private FrameResult HandleAfterFill(ReadOnlySpan<byte> frame, Timestamp at)
    {
        var result = Handle(frame, at);
        if (result.Action == FrameAction.TradeGap)
        {
            logger.LogWarning("Binance {Symbol}: trades {From} to {To} could not be fetched", symbols[result.Slot].VenueSymbol, result.FromTradeId, result.ToTradeId - 1);
            handler.GiveUpGap(result.Slot);
            result = Handle(frame, at);
        }

        return result;
    }

    private async ValueTask HandleUpAsync(StreamRoute route, CancellationToken cancellationToken)
    {
        watch.Expect(route);
        foreach (var slot in route.Slots)
        {
            var state = _slots[slot];
            state.RoutesDown--;
            if (route.CarriesTrades)
            {
                state.IsWhole = handler.LastTradeIdOf(slot) < 0 || await FillAsync(slot, cancellationToken);
            }

            if (state.IsWhole)
            {
                await SayLiveAsync(slot, cancellationToken);
            }
        }

        RouteUpHandled(route);
    }

    private async ValueTask HandleDownAsync(StreamRoute route, string reason, CancellationToken cancellationToken)
    {
        foreach (var slot in route.Slots)
        {
            var state = _slots[slot];
            state.RoutesDown++;
            state.IsWhole &= !route.CarriesTrades;
            await InterruptAsync(slot, reason, cancellationToken);
        }
    }

    private async ValueTask HandleSnapshotAsync(int slot, byte[]? body, CancellationToken cancellationToken)
    {
        _snapshots.Completed(slot);
        if (body is null)
        {
            return;
        }

        var at = Advance(Timestamp.Now(clock));
        Tap(slot, at, body);
        if (Handle(body, at).Action == FrameAction.SnapshotNeeded)
        {
            _snapshots.Request(slot, cancellationToken);
        }
    }

    private async ValueTask SayLiveAsync(int slot, CancellationToken cancellationToken)
    {
        var state = _slots[slot];
        state.IsWhole = true;
        if (state.IsLive || state.RoutesDown > 0)
        {
            return;
        }

        state.IsLive = true;
        Volatile.Write(ref _notLive, _notLive - 1);
        watch.Clear();
        await NotifyAsync(slot, FeedNoticeKind.Live, "connected and whole", cancellationToken);
    }

    private async ValueTask InterruptAsync(int slot, string reason, CancellationToken cancellationToken)
    {
        var state = _slots[slot];
        if (!state.IsLive)
        {
            return;
        }

        state.IsLive = false;
        Volatile.Write(ref _notLive, _notLive + 1);
        await NotifyAsync(slot, FeedNoticeKind.Interrupted, reason, cancellationToken);
    }

    private ValueTask NotifyAsync(int slot, FeedNoticeKind kind, string reason, CancellationToken cancellationToken)
    {
        var notice = new FeedNotice(Venue.Binance, symbols[slot].InstrumentId, kind, reason);
        return _sink.PublishAsync(MarketEvent.FromFeed(notice, Advance(Timestamp.Now(clock))), cancellationToken);
    }

    private async ValueTask PublishAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _events.Count; i++)
        {
            var publish = _sink.PublishAsync(_events[i], cancellationToken);
            if (!publish.IsCompletedSuccessfully)
            {
                await publish;
            }
        }
    }

    /// <summary>The receive instants of a feed never run backwards, whatever the machine's clock does and however long a frame waited for a fill.</summary>
    private Timestamp Advance(Timestamp receivedAt)
    {
        var at = Math.Max(receivedAt.UnixMicroseconds, _lastReceivedAt);
        Volatile.Write(ref _lastReceivedAt, at);
        return new Timestamp(at);
    }

    private void Tap(int slot, Timestamp at, ReadOnlySpan<byte> frame) =>
        tap?.OnRaw(Venue.Binance, slot >= 0 ? symbols[slot].StreamName : "session", at, frame);

    private sealed class SlotState
    {
        public int RoutesDown { get; set; }

        /// <summary>No trade is known to be missing.</summary>
        public bool IsWhole { get; set; }

        /// <summary>What was last said about the instrument.</summary>
        public bool IsLive { get; set; }
    }
}
