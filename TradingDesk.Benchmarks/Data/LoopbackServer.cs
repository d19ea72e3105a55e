using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace TradingDesk.Benchmarks.Data;

/// <summary>
/// A WebSocket server on loopback that sends the same prepared messages to every client as fast as the socket takes them, then closes. Nothing is done per message,
/// so that the client is what is measured.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private const string HandshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static readonly byte[] Close = [0x88, 0x02, 0x03, 0xE8];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _payload;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private long _sendingSince;

    public LoopbackServer(IReadOnlyList<byte[]> messages)
    {
        _payload = Frame(messages);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>When the payload of the latest connection began to go out, by <see cref="Stopwatch"/>.</summary>
    public long SendingSince => Interlocked.Read(ref _sendingSince);

    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _serving.Wait(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                await AnswerAsync(socket);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        var request = new StringBuilder();
        var buffer = new byte[4_096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var received = await socket.ReceiveAsync(buffer, _stop.Token);
            request.Append(Encoding.ASCII.GetString(buffer, 0, received));
        }

        var key = request.ToString().Split("\r\n").First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':', 2)[1].Trim();
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + HandshakeGuid)));
        var answer = $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
        Interlocked.Exchange(ref _sendingSince, Stopwatch.GetTimestamp());
        for (var sent = 0; sent < _payload.Length;)
        {
            sent += await socket.SendAsync(_payload.AsMemory(sent, Math.Min(262_144, _payload.Length - sent)), _stop.Token);
        }

        try
        {
            // A client that answers the close then waits, up to a second, for the server to go first; one that just goes may reset the connection.
            await socket.ReceiveAsync(buffer, _stop.Token);
        }
        catch (SocketException gone)
        {
            Console.Error.WriteLine($"(the client left without a word: {gone.SocketErrorCode})");
        }
    }

    private static byte[] Frame(IReadOnlyList<byte[]> messages)
    {
        using var stream = new MemoryStream();
        Span<byte> header = stackalloc byte[4];
        foreach (var message in messages)
        {
            header[0] = 0x81;
            if (message.Length < 126)
            {
                header[1] = (byte)message.Length;
                stream.Write(header[..2]);
            }
            else
            {
                header[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], checked((ushort)message.Length));
                stream.Write(header);
            }

            stream.Write(message);
        }

        stream.Write(Close);
        return stream.ToArray();
    }
}
