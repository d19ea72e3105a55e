using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Keeps one route connected: back-off with jitter after a loss, a watch on silence, and a planned change of connection (old age, the server's shutdown
/// notice, a stale stream) in which the new one delivers before the old one goes.
/// </summary>
internal sealed class RouteRunner(
    StreamRoute route, BinanceOptions options, TimeProvider clock, ConnectionPacer pacer, SeededJitter jitter, FrameBatchPool pool, ChannelWriter<FeedItem> queue, ILogger logger)
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DeliveryCheckInterval = TimeSpan.FromMilliseconds(50);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(options.BackoffFirstSeconds), TimeSpan.FromSeconds(options.BackoffMaxSeconds), jitter);
    private int _renewalAsked;
    private volatile string? _cutReason;
    private int _ups;
    private int _upsHandled;
    private int _connects;
    private string _state = "not started";

    public StreamRoute Route => route;

    /// <summary>Connections made so far.</summary>
    public int Connects => Volatile.Read(ref _connects);

    /// <summary>Connections announced to the handling side, each after one that was lost.</summary>
    public int Ups => Volatile.Read(ref _ups);

    /// <summary>How many of them the handling side has taken in.</summary>
    public int UpsHandled => Volatile.Read(ref _upsHandled);

    /// <summary>In words, for the status.</summary>
    public string State => Volatile.Read(ref _state);

    /// <summary>Asks for a new connection to take the present one's place. Thread-safe; asking again changes nothing.</summary>
    public void Renew() => Volatile.Write(ref _renewalAsked, 1);

    /// <summary>Gives up the present connection without waiting for another. Thread-safe.</summary>
    public void Cut(string reason) => _cutReason = reason;

    public void NoteUpHandled() => Interlocked.Increment(ref _upsHandled);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var connection = await TryConnectAsync(cancellationToken);
            if (connection is null)
            {
                continue;
            }

            Interlocked.Increment(ref _ups); // before it is written: a reopening that starts now waits for a later one
            await queue.WriteAsync(FeedItem.Up(route), cancellationToken);
            connection.Start(queue);
            var reason = await KeepAsync(connection, cancellationToken);
            Describe($"lost: {reason}");
            logger.LogWarning("Binance {Route} lost: {Reason}", route.Name, reason);
            await queue.WriteAsync(FeedItem.Down(route, reason), cancellationToken);
        }
    }

    /// <summary>Stays with a connection and its successors until one is lost without a successor; gives the reason.</summary>
    private async Task<string> KeepAsync(Connection connection, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.WhenAny(connection.Receiving, Task.Delay(CheckInterval, clock, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                if (connection.Receiving.IsCompleted)
                {
                    return await connection.Receiving;
                }

                if (_cutReason is { } cut)
                {
                    _cutReason = null;
                    return cut;
                }

                if (connection.Socket.HasDelivered)
                {
                    _backoff.Reset();
                }

                if (connection.Socket.Idle > TimeSpan.FromSeconds(options.SocketIdleSeconds))
                {
                    return $"silent for {options.SocketIdleSeconds} s";
                }

                if (Volatile.Read(ref _renewalAsked) == 1 || connection.Age(clock) > TimeSpan.FromHours(options.RolloverHours))
                {
                    connection = await ReplaceAsync(connection, cancellationToken);
                }
            }
        }
        finally
        {
            await connection.EndAsync();
        }
    }

    /// <summary>The old connection goes only when the new one delivers; until then it serves on.</summary>
    private async Task<Connection> ReplaceAsync(Connection old, CancellationToken cancellationToken)
    {
        logger.LogInformation("Binance {Route}: opening a new connection beside the old one", route.Name);
        var successor = await TryConnectAsync(cancellationToken);
        if (successor is null)
        {
            return old;
        }

        var retired = successor;
        try
        {
            successor.Start(queue);
            while (!successor.Socket.HasDelivered && !successor.Receiving.IsCompleted && !old.Receiving.IsCompleted
                && successor.Socket.Idle < TimeSpan.FromSeconds(options.SocketIdleSeconds))
            {
                await Task.WhenAny(successor.Receiving, old.Receiving, Task.Delay(DeliveryCheckInterval, clock, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }

            // Where the old one is gone meanwhile, the new one serves even before its first frame; its frames follow on in the same queue.
            var isFit = !successor.Receiving.IsCompleted && (successor.Socket.HasDelivered || old.Receiving.IsCompleted);
            retired = isFit ? old : successor;
            Volatile.Write(ref _renewalAsked, isFit ? 0 : 1);
            return isFit ? successor : old;
        }
        finally
        {
            await retired.EndAsync();
        }
    }

    private async Task<Connection?> TryConnectAsync(CancellationToken cancellationToken)
    {
        Describe("connecting");
        await pacer.WaitAsync(_backoff.Next(), cancellationToken);
        var socket = new BinanceSocket(route, options, clock, pool);
        try
        {
            var fault = await socket.TryConnectAsync(cancellationToken);
            if (fault is null)
            {
                Interlocked.Increment(ref _connects);
                Describe("connected");
                var connected = new Connection(socket, clock.GetTimestamp());
                socket = null;
                return connected;
            }

            if (socket.RetryAfter is { } retryAfter)
            {
                _backoff.AtLeast(retryAfter);
            }

            Describe($"cannot connect: {fault}");
            logger.LogWarning("Binance {Route} cannot connect: {Fault}", route.Name, fault);
            return null;
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private void Describe(string state) => Volatile.Write(ref _state, state);

    /// <summary>A socket with its receiving task.</summary>
    private sealed class Connection(BinanceSocket socket, long openedAt)
    {
        private readonly CancellationTokenSource _stop = new();

        public BinanceSocket Socket { get; } = socket;

        public Task<string> Receiving { get; private set; } = Task.FromResult("not started");

        public void Start(ChannelWriter<FeedItem> queue) => Receiving = Socket.ReceiveAsync(queue, _stop.Token);

        public TimeSpan Age(TimeProvider clock) => clock.GetElapsedTime(openedAt);

        public async Task EndAsync()
        {
            await _stop.CancelAsync();
            await Receiving;
            Socket.Dispose();
            _stop.Dispose();
        }
    }
}
