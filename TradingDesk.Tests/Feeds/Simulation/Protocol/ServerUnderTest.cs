using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Feeds.Simulation.Protocol;

namespace TradingDesk.Tests.Feeds.Simulation.Protocol;

/// <summary>A simulated exchange on a free port, running from its start instant at a chosen speed.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    public ServerUnderTest(double speed = 20, Action<SimulatorOptions>? configure = null)
    {
        Options = new SimulatorOptions { Seed = 11, BinancePort = 0, Speed = speed, HistoryDays = 3, PacingMilliseconds = 5 };
        configure?.Invoke(Options);
        Market = new SimulatedMarket(Options);
        Bars = new SimulatedBars(Market);
        Clock = new ScaledTimeProvider(TimeProvider.System, Options.StartAt, speed);
        Server = new SimulatedBinanceServer(Market, Bars, Clock, new SimulatorFaults(), NullLogger<SimulatedBinanceServer>.Instance);
        Server.Start();
        Http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(20) };
    }

    public SimulatorOptions Options { get; }

    public SimulatedMarket Market { get; }

    public SimulatedBars Bars { get; }

    public ScaledTimeProvider Clock { get; }

    public SimulatedBinanceServer Server { get; }

    public HttpClient Http { get; }

    public string Address => $"http://127.0.0.1:{Server.Port}";

    public async Task<JsonElement> GetAsync(string path)
    {
        var response = await Http.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    public async Task<TestSocket> ConnectAsync(string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Server.Port}{path}"), CancellationToken.None);
        return new TestSocket(socket);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>A plain reader of frames.</summary>
internal sealed class TestSocket(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly byte[] _buffer = new byte[1 << 16];

    public Task SendAsync(string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message; null once the connection is gone.</summary>
    public async Task<JsonElement?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var filled = 0;
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(_buffer.AsMemory(filled), patience.Token);
                filled += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                if (result.EndOfMessage)
                {
                    return JsonDocument.Parse(_buffer.AsMemory(0, filled).ToArray()).RootElement;
                }
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    public async Task<List<JsonElement>> ReceiveAsync(int count)
    {
        var messages = new List<JsonElement>();
        while (messages.Count < count)
        {
            messages.Add(await ReceiveAsync() ?? throw new InvalidOperationException("The connection ended early."));
        }

        return messages;
    }

    /// <summary>Reads until a message satisfies the condition, or null at the end of the connection.</summary>
    public async Task<JsonElement?> ReceiveUntilAsync(Func<JsonElement, bool> condition)
    {
        while (await ReceiveAsync() is { } message)
        {
            if (condition(message))
            {
                return message;
            }
        }

        return null;
    }

    public void Dispose() => socket.Dispose();
}
