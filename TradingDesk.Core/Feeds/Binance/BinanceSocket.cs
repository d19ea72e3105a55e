using System.Net.WebSockets;
using System.Threading.Channels;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// One WebSocket connection. A receive is always pending (that is when .NET answers the server's pings); frames that are at hand together travel together.
/// </summary>
internal sealed class BinanceSocket(StreamRoute route, BinanceOptions options, TimeProvider clock, FrameBatchPool pool) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private byte[] _scratch = new byte[FrameBatch.Bytes];
    private FrameBatch _batch = pool.Rent();
    private long _lastFrame = clock.GetTimestamp();
    private int _hasDelivered;

    public bool HasDelivered => Volatile.Read(ref _hasDelivered) == 1;

    /// <summary>How long no frame has come; since the start where none ever came.</summary>
    public TimeSpan Idle => clock.GetElapsedTime(Volatile.Read(ref _lastFrame));

    /// <summary>Set where the server refused the handshake with 429 or 418.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>Null when connected, otherwise why not.</summary>
    public async Task<string?> TryConnectAsync(CancellationToken cancellationToken)
    {
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket.Options.CollectHttpResponseDetails = true;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.ConnectTimeoutSeconds), clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _socket.ConnectAsync(route.Address, both.Token);
            Volatile.Write(ref _lastFrame, clock.GetTimestamp());
            return null;
        }
        catch (WebSocketException e)
        {
            if ((int)_socket.HttpStatusCode is 429 or 418)
            {
                RetryAfter = ReadRetryAfter();
            }

            return e.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {options.ConnectTimeoutSeconds} s";
        }
    }

    /// <summary>Receives until the connection ends; gives the reason. Waits while the queue is full.</summary>
    public async Task<string> ReceiveAsync(ChannelWriter<FeedItem> queue, CancellationToken cancellationToken)
    {
        string reason;
        try
        {
            reason = await ReceiveFramesAsync(queue, cancellationToken);
        }
        catch (WebSocketException e)
        {
            reason = e.Message;
        }
        catch (OperationCanceledException)
        {
            reason = "ended by the desk";
        }

        await PassOnLastAsync(queue, cancellationToken);
        return reason;
    }

    private async Task<string> ReceiveFramesAsync(ChannelWriter<FeedItem> queue, CancellationToken cancellationToken)
    {
        var partial = 0;
        while (true)
        {
            var receive = _socket.ReceiveAsync(_scratch.AsMemory(partial), cancellationToken);
            if (_batch.IsFull || (!receive.IsCompleted && _batch.Count > 0))
            {
                Volatile.Write(ref _lastFrame, clock.GetTimestamp());
                Volatile.Write(ref _hasDelivered, 1);
                await queue.WriteAsync(FeedItem.Frames(route, _batch), cancellationToken);
                _batch = pool.Rent();
            }

            var result = await receive;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return $"closed by the server ({_socket.CloseStatus}: {_socket.CloseStatusDescription})";
            }

            partial += result.Count;
            if (!result.EndOfMessage)
            {
                if (partial == _scratch.Length && !TryGrow())
                {
                    return $"a frame longer than {options.MaxFrameBytes} bytes";
                }

                continue;
            }

            _batch.Add(_scratch.AsSpan(0, partial), clock);
            partial = 0;
        }
    }

    /// <summary>What came before the end is not lost with the connection, unless the desk itself ended it while nobody took frames any more.</summary>
    private async Task PassOnLastAsync(ChannelWriter<FeedItem> queue, CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        var last = FeedItem.Frames(route, _batch);
        _batch = pool.Rent();
        try
        {
            await queue.WriteAsync(last, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The successor's frames follow on, or the whole feed stops: waiting here could last for ever.
            queue.TryWrite(last);
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryGrow()
    {
        if (_scratch.Length >= options.MaxFrameBytes)
        {
            return false;
        }

        Array.Resize(ref _scratch, Math.Min(_scratch.Length * 2, options.MaxFrameBytes));
        return true;
    }

    private TimeSpan ReadRetryAfter()
    {
        const int DefaultSeconds = 60;
        var text = _socket.HttpResponseHeaders?.FirstOrDefault(h => string.Equals(h.Key, "Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
        return TimeSpan.FromSeconds(int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : DefaultSeconds);
    }
}
