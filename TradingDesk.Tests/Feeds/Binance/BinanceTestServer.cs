using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>A small venue on a loopback port: one symbol (BTCUSDT, spot), a growing list of aggregate trades, sockets that can be dropped or muted at will.</summary>
internal sealed class BinanceTestServer : IAsyncDisposable
{
    public const long FirstTime = 1_767_571_200_000;

    private readonly WebApplication _app;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly List<string> _trades = [];
    private readonly List<Client> _clients = [];
    private int _mostAtOnce;

    private BinanceTestServer(WebApplication app, TimeProvider clock)
    {
        _app = app;
        _clock = clock;
    }

    public Uri RestUrl { get; private set; } = null!;

    public Uri StreamUrl => new($"ws://{RestUrl.Authority}");

    /// <summary>Monotonic times (of the test's clock) of every attempt to open a socket, and their addresses.</summary>
    public ConcurrentQueue<(TimeSpan At, string Query)> Attempts { get; } = new();

    public ConcurrentQueue<string> RestCalls { get; } = new();

    /// <summary>Handshakes that will be refused, with their Retry-After seconds.</summary>
    public ConcurrentQueue<(int Status, int RetryAfter)> Refusals { get; } = new();

    /// <summary>Sockets are accepted but nothing is sent on those opened from now on.</summary>
    public bool IsMute { get; set; }

    /// <summary>REST leaves out every id that this names: the planted bug.</summary>
    public Func<long, bool> RestLoses { get; set; } = _ => false;

    public bool IsRestDown { get; set; }

    public int Open
    {
        get
        {
            lock (_lock)
            {
                return _clients.Count;
            }
        }
    }

    public int MostAtOnce => _mostAtOnce;

    public static async Task<BinanceTestServer> StartAsync(TimeProvider clock, TimeSpan? pingEvery = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new BinanceTestServer(app, clock);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = pingEvery ?? TimeSpan.Zero, KeepAliveTimeout = pingEvery * 2 ?? Timeout.InfiniteTimeSpan });
        app.MapGet("/stream", server.StreamAsync);
        app.MapGet("/api/v3/aggTrades", server.AggTrades);
        app.MapGet("/api/v3/time", () => Results.Text($"{{\"serverTime\":{clock.GetUtcNow().ToUnixTimeMilliseconds()}}}", "application/json"));
        app.MapGet("/api/v3/exchangeInfo", () => Results.Text("""{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":100000}]}""", "application/json"));
        app.MapGet("/api/v3/depth", () => Results.Text("""{"lastUpdateId":1,"bids":[["1","1"]],"asks":[["2","1"]]}""", "application/json"));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.RestUrl = new Uri(address);
        return server;
    }

    /// <summary>The aggregate trade of an id, always the same: 20 a second of event time.</summary>
    public static string Trade(long id) => string.Create(
        CultureInfo.InvariantCulture,
        $"\"a\":{id},\"p\":\"{60_000 + (id % 97)}.{id % 10}0\",\"q\":\"0.{1 + (id % 9)}\",\"f\":{id * 2},\"l\":{(id * 2) + 1},\"T\":{FirstTime + (id * 50)},\"m\":{(id % 3 == 0 ? "true" : "false")},\"M\":true");

    /// <summary>Makes trades happen: connected clients get them, others can fetch them.</summary>
    public async Task TradeAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Client[] clients;
            string trade;
            lock (_lock)
            {
                trade = Trade(_trades.Count + 1);
                _trades.Add(trade);
                clients = [.. _clients];
            }

            var id = _trades.Count;
            var frame = $"{{\"stream\":\"btcusdt@aggTrade\",\"data\":{{\"e\":\"aggTrade\",\"E\":{(FirstTime + (id * 50)).ToString(CultureInfo.InvariantCulture)},\"s\":\"BTCUSDT\",{trade}}}}}";
            await SendAsync(clients, frame);
        }
    }

    public Task SendShutdownAsync()
    {
        Client[] clients;
        lock (_lock)
        {
            clients = [.. _clients];
        }

        return SendAsync(clients, """{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}""");
    }

    /// <summary>Cuts every connection without a word.</summary>
    public void Drop()
    {
        lock (_lock)
        {
            _clients.ForEach(c => c.Context.Abort());
            _clients.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Drop();
        await _app.DisposeAsync();
    }

    private static async Task SendAsync(Client[] clients, string frame)
    {
        foreach (var client in clients.Where(c => !c.IsMute))
        {
            try
            {
                await client.Socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // It has just gone: the trade is to be fetched.
                client.Context.Abort();
            }
        }
    }

    private async Task StreamAsync(HttpContext context)
    {
        Attempts.Enqueue((_clock.GetElapsedTime(0), context.Request.QueryString.Value ?? ""));
        if (Refusals.TryDequeue(out var refusal))
        {
            context.Response.StatusCode = refusal.Status;
            context.Response.Headers.RetryAfter = refusal.RetryAfter.ToString(CultureInfo.InvariantCulture);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var client = new Client(context, socket, IsMute);
        lock (_lock)
        {
            _clients.Add(client);
            _mostAtOnce = Math.Max(_mostAtOnce, _clients.Count);
        }

        try
        {
            var buffer = new byte[1024];
            while (!(await socket.ReceiveAsync(buffer, context.RequestAborted)).CloseStatus.HasValue)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // Dropped: by the test or by the client.
            context.Abort();
        }
        finally
        {
            lock (_lock)
            {
                _clients.Remove(client);
            }
        }
    }

    private IResult AggTrades(long fromId, int limit)
    {
        RestCalls.Enqueue($"aggTrades {fromId}");
        if (IsRestDown)
        {
            return Results.StatusCode(503);
        }

        lock (_lock)
        {
            var ids = Enumerable.Range(1, _trades.Count).Where(id => id >= fromId && !RestLoses(id)).Take(limit);
            return Results.Text("[" + string.Join(",", ids.Select(id => "{" + _trades[id - 1] + "}")) + "]", "application/json");
        }
    }

    private sealed record Client(HttpContext Context, WebSocket Socket, bool IsMute);
}
