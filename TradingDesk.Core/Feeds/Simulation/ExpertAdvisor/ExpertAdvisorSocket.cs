using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>The socket as MQL5 offers it: look whether bytes are there, read them, send whole lines. Plain or TLS. One thread.</summary>
internal sealed class ExpertAdvisorSocket : IDisposable
{
    private const int MaxLineBytes = 65_536;

    private readonly Stream _stream;
    private readonly byte[] _incoming = new byte[16_384];
    private readonly byte[] _received = new byte[MaxLineBytes + 16_384];
    private Task<int>? _reading;
    private int _receivedCount;
    private int _lineStart;

    private ExpertAdvisorSocket(Stream stream) => _stream = stream;

    /// <summary>Dials. <see langword="null"/> where nobody answers, or the certificate is not the expected one.</summary>
    /// <param name="tls">How to speak TLS; <see langword="null"/> for plain TCP.</param>
    public static async Task<ExpertAdvisorSocket?> ConnectAsync(IPEndPoint desk, SslClientAuthenticationOptions? tls, CancellationToken cancellationToken)
    {
        var socket = new Socket(desk.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(desk, cancellationToken);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (tls is not null)
            {
                var secure = new SslStream(stream, leaveInnerStreamOpen: false);
                await secure.AuthenticateAsClientAsync(tls, cancellationToken);
                stream = secure;
            }

            return new ExpertAdvisorSocket(stream);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Waits until bytes are there or the time is over.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider timers, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(limit, timers, waiting.Token);
        await Task.WhenAny(Read(), delay);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Takes what has come. False where the peer is gone or sends lines without end.</summary>
    public bool TryReceive(out bool gotBytes)
    {
        gotBytes = false;
        Compact();
        while (_received.Length - _receivedCount >= _incoming.Length && Read() is { IsCompleted: true } done)
        {
            _reading = null;
            if (!done.IsCompletedSuccessfully || done.Result == 0)
            {
                return false;
            }

            _incoming.AsSpan(0, done.Result).CopyTo(_received.AsSpan(_receivedCount));
            _receivedCount += done.Result;
            gotBytes = true;
        }

        return _receivedCount <= MaxLineBytes || _received.AsSpan(0, _receivedCount).Contains((byte)'\n');
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
            await _stream.WriteAsync(bytes, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _ = _reading?.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // it ends with the stream; its fault was this
    }

    private Task<int> Read() => _reading ??= _stream.ReadAsync(_incoming).AsTask();

    private void Compact()
    {
        _received.AsSpan(_lineStart, _receivedCount - _lineStart).CopyTo(_received);
        _receivedCount -= _lineStart;
        _lineStart = 0;
    }
}
