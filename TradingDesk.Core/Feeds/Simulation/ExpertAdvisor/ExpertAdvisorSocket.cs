using System.Net;
using System.Net.Sockets;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>The socket as MQL5 offers it: look whether bytes are there, read them, send whole lines; nothing waits for the other side.</summary>
internal sealed class ExpertAdvisorSocket : IDisposable
{
    private const int MaxLineBytes = 65_536;

    private readonly Socket _socket;
    private readonly byte[] _received = new byte[MaxLineBytes];
    private int _receivedCount;
    private int _lineStart;

    private ExpertAdvisorSocket(Socket socket) => _socket = socket;

    /// <summary>Dials. <see langword="null"/> where nobody answers.</summary>
    public static async Task<ExpertAdvisorSocket?> ConnectAsync(IPEndPoint desk, CancellationToken cancellationToken)
    {
        var socket = new Socket(desk.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(desk, cancellationToken);
            return new ExpertAdvisorSocket(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Reads what has come. False where the peer is gone or sends lines without end.</summary>
    public bool TryReceive(out bool gotBytes)
    {
        gotBytes = false;
        Compact();
        try
        {
            if (!_socket.Poll(0, SelectMode.SelectRead))
            {
                return true;
            }

            var count = _receivedCount < _received.Length ? _socket.Receive(_received, _receivedCount, _received.Length - _receivedCount, SocketFlags.None) : 0;
            _receivedCount += count;
            gotBytes = count > 0;
            return gotBytes;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Takes the next whole line of what has come; valid until the next <see cref="TryReceive"/>.</summary>
    public bool TryTakeLine(out ReadOnlyMemory<byte> line)
    {
        var rest = _received.AsMemory(_lineStart, _receivedCount - _lineStart);
        var end = rest.Span.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end];
        _lineStart += end + 1;
        return end >= 0;
    }

    /// <summary>Sends everything or fails; half a line means that the connection is of no more use.</summary>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes, TimeSpan timeout, TimeProvider timers, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, timers);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, either.Token)..];
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Compact()
    {
        _received.AsSpan(_lineStart, _receivedCount - _lineStart).CopyTo(_received);
        _receivedCount -= _lineStart;
        _lineStart = 0;
    }
}
