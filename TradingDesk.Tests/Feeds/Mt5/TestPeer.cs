using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>The other end of the bridge, line by line, as a test wants it.</summary>
internal sealed class TestPeer : IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private long _sequence;

    private TestPeer(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream(), Encoding.UTF8);
    }

    public string Nonce { get; private set; } = "";

    public static async Task<TestPeer> ConnectAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        return new TestPeer(client);
    }

    /// <summary>Connects and reads the challenge.</summary>
    public static async Task<TestPeer> DialAsync(int port)
    {
        var peer = await ConnectAsync(port);
        if (await peer.ReadLineAsync() is { } challenge)
        {
            using var json = JsonDocument.Parse(challenge);
            Assert.Equal("challenge", json.RootElement.GetProperty("t").GetString());
            peer.Nonce = json.RootElement.GetProperty("nonce").GetString()!;
        }

        return peer;
    }

    public async Task<string?> ReadLineAsync(int limitMs = 5_000)
    {
        using var limit = new CancellationTokenSource(limitMs);
        try
        {
            return await _reader.ReadLineAsync(limit.Token);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads to the first line of a type, past the others.</summary>
    public async Task<JsonElement> ReadAsync(string type)
    {
        while (await ReadLineAsync() is { } line)
        {
            var json = JsonDocument.Parse(line).RootElement;
            if (json.GetProperty("t").GetString() == type)
            {
                return json;
            }
        }

        throw new Xunit.Sdk.XunitException($"The connection ended before a {type} came.");
    }

    /// <summary>True where the desk closes without sending anything but heartbeats.</summary>
    public async Task<bool> IsClosedAsync(int limitMs = 5_000)
    {
        while (await ReadLineAsync(limitMs) is { } line)
        {
            if (!line.Contains("\"hb\"", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    public Task SendAsync(string text) => _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    public Task HelloAsync(string? token = BridgeInstruments.Token, string login = "1", string server = "Demo", int offset = 10_800, string? nonce = null) =>
        SendAsync(Hello(BridgeToken.Prove(token!, nonce ?? Nonce, login, server), login, server, offset));

    public string Hello(string mac, string login = "1", string server = "Demo", int offset = 10_800, string proof = "mac")
    {
        _sequence = 1;
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"v":1,"t":"hello","seq":1,"ts":1,"ea":"test","login":"{{login}}","server":"{{server}}","srvOff":{{offset}},"replay":1800000,"{{proof}}":"{{mac}}"}""") + "\n";
    }

    /// <summary>Sends an object with the next running number; <paramref name="rest"/> begins with a comma.</summary>
    public Task SendMessageAsync(string type, string rest = "", int skip = 0)
    {
        _sequence += 1 + skip;
        return SendAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"v":1,"t":"{{type}}","seq":{{_sequence}}{{rest}}}""") + "\n");
    }

    /// <summary>Says that both symbols are caught up.</summary>
    public async Task CatchUpAsync()
    {
        await SendMessageAsync("ticks", ""","s":"XAUUSDm","more":false,"k":[]""");
        await SendMessageAsync("ticks", ""","s":"GBPJPYm","more":false,"k":[]""");
    }

    public void Dispose() => _client.Dispose();
}
