using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>
/// A local server that speaks Binance's REST and WebSocket protocol, spot and USD-M, for the simulated market: one port on 127.0.0.1. Events, limits and
/// lifetimes follow the simulated clock; pings and socket timeouts the real one.
/// </summary>
public sealed class SimulatedBinanceServer : IAsyncDisposable
{
    private const string HandshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(75);

    private readonly SimulatedMarket _market;
    private readonly ScaledTimeProvider _clock;
    private readonly ILogger<SimulatedBinanceServer> _logger;
    private readonly RestApi _rest;
    private readonly StreamPump _pump;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _connections = [];
    private readonly Lock _lock = new();
    private TcpListener? _listener;
    private Task _running = Task.CompletedTask;

    /// <param name="clock">Simulated time; the server's own time.</param>
    public SimulatedBinanceServer(SimulatedMarket market, SimulatedBars bars, ScaledTimeProvider clock, SimulatorFaults faults, ILogger<SimulatedBinanceServer> logger)
    {
        _market = market;
        _clock = clock;
        Faults = faults;
        _logger = logger;
        _rest = new RestApi(market, bars, clock, faults);
        _pump = new StreamPump(market, bars, clock, faults);
    }

    public SimulatorFaults Faults { get; }

    /// <summary>The TCP port, once started.</summary>
    public int Port => _listener is { } listener ? ((IPEndPoint)listener.LocalEndpoint).Port : throw new InvalidOperationException("Not started.");

    /// <summary>Open WebSocket connections.</summary>
    public int Sockets => _pump.SessionCount;

    /// <summary>Opens the port and serves until disposed.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, _market.Options.BinancePort);
        _listener.Start();
        _running = Task.WhenAll(AcceptAsync(_listener, _stop.Token), PumpAsync(_stop.Token));
        _logger.LogInformation("Simulated Binance serves on 127.0.0.1:{Port}", Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener?.Stop();
        await _running;
        Task[] open;
        lock (_lock)
        {
            open = [.. _connections];
        }

        await Task.WhenAll(open);
        _listener?.Dispose();
        _stop.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _pump.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogDebug("Simulated streams stopped");
        }
        catch (Exception error)
        {
            _logger.LogCritical(error, "Simulated streams failed");
            throw;
        }
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(cancellationToken);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                _logger.LogDebug(error, "Accepting ended or failed");
                continue;
            }

            lock (_lock)
            {
                _connections.RemoveWhere(static task => task.IsCompleted);
                if (_connections.Count >= _market.Options.MaxConnections)
                {
                    _logger.LogWarning("Simulated Binance refused a connection: {Limit} are open", _market.Options.MaxConnections);
                    client.Dispose();
                    continue;
                }

                _connections.Add(ServeAsync(client, cancellationToken));
            }
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                var reader = new HttpRequestReader(stream);
                while (await ServeOneAsync(stream, reader, cancellationToken))
                {
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException or WebSocketException)
            {
                _logger.LogDebug(error, "A connection of the simulated Binance ended");
            }
            catch (Exception error)
            {
                _logger.LogError(error, "The simulated Binance failed on a request");
            }
        }
    }

    /// <summary>One request; true where the connection goes on.</summary>
    private async Task<bool> ServeOneAsync(NetworkStream stream, HttpRequestReader reader, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, _clock.Real);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var (request, error) = await reader.ReadAsync(linked.Token);
        if (error is not null)
        {
            await WriteAsync(stream, error, keepsAlive: false, linked.Token);
            return false;
        }

        if (request is null)
        {
            return false;
        }

        if (request.IsUpgrade)
        {
            await ServeSocketAsync(stream, request, cancellationToken);
            return false;
        }

        var response = request.Path == FaultRoute.Path ? FaultRoute.Answer(request, Faults) : _rest.Answer(request);
        await WriteAsync(stream, response, request.KeepsAlive, linked.Token);
        return request.KeepsAlive;
    }

    private static async Task WriteAsync(NetworkStream stream, HttpResponse response, bool keepsAlive, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(response.Head(keepsAlive), cancellationToken);
        await stream.WriteAsync(response.Body, cancellationToken);
    }

    private async Task ServeSocketAsync(NetworkStream stream, HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Header("sec-websocket-key") is not { Length: > 0 and < 200 } key || SocketRequest.From(request) is not { } asked)
        {
            await WriteAsync(stream, HttpResponse.Error(404, -1000, "No such path."), keepsAlive: false, cancellationToken);
            return;
        }

        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + HandshakeGuid)));
        var head = $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);

        var (ping, pong) = Keeping(asked.Route);
        var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = ping, KeepAliveTimeout = pong });
        using var session = new SocketSession(socket, _market, asked, _clock, _market.Options.SendQueueFrames);
        _pump.Add(session);
        using var pongTimer = _clock.Real.CreateTimer(_ => CutWhereDeaf(session), null, ping + pong, ping + pong);
        try
        {
            await session.RunAsync(cancellationToken);
        }
        finally
        {
            _pump.Remove(session);
            _logger.LogDebug("A socket of the simulated Binance ended: {Reason}", session.CutReason);
        }
    }

    private void CutWhereDeaf(SocketSession session)
    {
        if (Faults.Settings.IgnoresPongs)
        {
            Faults.Count(SimulatorFault.IgnoredPong);
            session.Cut("no pong");
        }
    }

    private (TimeSpan Ping, TimeSpan Pong) Keeping(SocketRoute route)
    {
        var options = _market.Options;
        var isFuture = route != SocketRoute.Unrouted;
        var ping = options.PingIntervalSeconds > 0 ? options.PingIntervalSeconds : isFuture ? 180 : 20;
        var pong = options.PongTimeoutSeconds > 0 ? options.PongTimeoutSeconds : isFuture ? 600 : 60;
        return (TimeSpan.FromSeconds(ping), TimeSpan.FromSeconds(pong));
    }
}
