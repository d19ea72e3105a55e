using System.Net.WebSockets;
using System.Threading.Channels;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>
/// One WebSocket client: what it subscribed to, its bounded queue of frames, and its control messages. The pump offers frames; a client that lets its
/// queue fill is cut, as the exchange does.
/// </summary>
internal sealed class SocketSession : IDisposable
{
    private const int MaxStreams = 1_024;
    private const int MaxMessageBytes = 16_384;

    private readonly WebSocket _socket;
    private readonly SimulatedMarket _market;
    private readonly SocketRoute _route;
    private readonly TimeProvider _clock;
    private readonly int _messagesPerSecond;
    private readonly Channel<byte[]> _queue;
    private readonly CancellationTokenSource _cut = new();
    private readonly List<string> _streams = [];
    private readonly ulong[] _masks;
    private long _windowSecond;
    private int _windowMessages;

    public SocketSession(WebSocket socket, SimulatedMarket market, SocketRequest request, TimeProvider clock, int queueFrames)
    {
        _socket = socket;
        _market = market;
        _route = request.Route;
        _clock = clock;
        _messagesPerSecond = request.Route == SocketRoute.Unrouted ? 5 : 10;
        _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(queueFrames) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _masks = new ulong[market.Instruments.Count];
        IsCombined = request.IsCombined;
        IsMicroseconds = request.IsMicroseconds;
        OpenedAt = clock.GetUtcNow();
        foreach (var stream in request.Streams)
        {
            Subscribe(stream);
        }
    }

    public DateTimeOffset OpenedAt { get; }

    public bool IsMicroseconds { get; }

    /// <summary>Frames in the envelope of a combined stream; a client may change it.</summary>
    public bool IsCombined { get; private set; }

    /// <summary>Why the server cut the connection, where it did.</summary>
    public string? CutReason { get; private set; }

    public bool Wants(int instrument, StreamKind kind) => (Volatile.Read(ref _masks[instrument]) & (1UL << (int)kind)) != 0;

    public ulong MaskOf(int instrument) => Volatile.Read(ref _masks[instrument]);

    /// <summary>Puts a frame into the queue; cuts the client where it is full.</summary>
    public void Offer(byte[] frame)
    {
        if (!_queue.Writer.TryWrite(frame))
        {
            Cut("slow client");
        }
    }

    /// <summary>Ends the connection without a closing handshake.</summary>
    public void Cut(string reason)
    {
        CutReason ??= reason;
        _cut.Cancel();
    }

    /// <summary>Sends and receives until either side ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cut.Token);
        var sending = SendAsync(linked.Token);
        var receiving = ReceiveAsync(linked.Token);
        await Task.WhenAny(sending, receiving);
        await linked.CancelAsync();
        await Task.WhenAll(sending, receiving);
        _socket.Abort();
    }

    /// <summary>The cancellation source stays: the pump may still hold the session for a moment, and it owns nothing that needs freeing.</summary>
    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            CutReason ??= error is OperationCanceledException ? "closed" : "connection lost";
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxMessageBytes];
        var filled = 0;
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
                filled += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                    return;
                }

                if (!IsWithinRate() || filled == buffer.Length)
                {
                    CutReason ??= "too many or too long messages";
                    return;
                }

                if (result.EndOfMessage)
                {
                    Offer(SocketControl.Answer(this, buffer.AsSpan(0, filled)));
                    filled = 0;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            CutReason ??= error is OperationCanceledException ? "closed" : "connection lost";
        }
    }

    /// <summary>Binance allows 5 (futures 10) messages per second of its clock.</summary>
    private bool IsWithinRate()
    {
        var second = _clock.GetUtcNow().ToUnixTimeSeconds();
        (_windowSecond, _windowMessages) = second == _windowSecond ? (second, _windowMessages + 1) : (second, 1);
        return _windowMessages <= _messagesPerSecond;
    }

    internal IReadOnlyList<string> Streams => _streams;

    internal bool Subscribe(string stream)
    {
        if (_streams.Count >= MaxStreams)
        {
            return false;
        }

        if (!_streams.Contains(stream, StringComparer.Ordinal))
        {
            _streams.Add(stream);
        }

        if (StreamNames.TryFind(_market, stream, _route, out var instrument, out var kind))
        {
            Volatile.Write(ref _masks[instrument], _masks[instrument] | (1UL << (int)kind));
        }

        return true;
    }

    internal void Unsubscribe(string stream)
    {
        _streams.Remove(stream);
        if (StreamNames.TryFind(_market, stream, _route, out var instrument, out var kind))
        {
            Volatile.Write(ref _masks[instrument], _masks[instrument] & ~(1UL << (int)kind));
        }
    }

    internal void SetCombined(bool isCombined) => IsCombined = isCombined;
}

/// <summary>What a client asked for when it opened its socket.</summary>
internal sealed record SocketRequest(SocketRoute Route, bool IsCombined, bool IsMicroseconds, IReadOnlyList<string> Streams)
{
    /// <summary>Reads path and query; null where no socket is served there.</summary>
    public static SocketRequest? From(HttpRequest request)
    {
        var path = request.Path.TrimEnd('/');
        var route = SocketRoute.Unrouted;
        foreach (var (prefix, prefixRoute) in new[] { ("/public", SocketRoute.FuturesPublic), ("/market", SocketRoute.FuturesMarket) })
        {
            if (path.StartsWith(prefix + "/", StringComparison.Ordinal))
            {
                path = path[prefix.Length..];
                route = prefixRoute;
            }
        }

        var isMicroseconds = request.Query.TryGetValue("timeUnit", out var unit) && string.Equals(unit, "MICROSECOND", StringComparison.OrdinalIgnoreCase);
        if (path == "/stream")
        {
            var names = request.Query.TryGetValue("streams", out var streams) ? streams.Split('/', StringSplitOptions.RemoveEmptyEntries) : [];
            return new SocketRequest(route, IsCombined: true, isMicroseconds, names);
        }

        return path == "/ws" || path.StartsWith("/ws/", StringComparison.Ordinal)
            ? new SocketRequest(route, IsCombined: false, isMicroseconds, path[3..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            : null;
    }
}
