using System.Buffers;
using System.IO.Pipelines;
using System.Net;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>How reading ended.</summary>
internal enum LineReadEnd : byte
{
    Closed,
    TooLong,
    Stopped,
}

/// <summary>One peer's socket as lines: reading through a pipe without copying, writing whole lines one at a time.</summary>
internal sealed class BridgeConnection : IDisposable
{
    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private readonly SemaphoreSlim _writeGate = new(1, 1);
    private readonly byte[] _joined;
    private readonly int _maxLineBytes;
    private long _sequence;
    private volatile bool _isWaitingForBytes;

    /// <param name="stream">The socket's stream, or TLS over it; disposed of with this.</param>
    /// <param name="peer">Who is on the other end.</param>
    /// <param name="isEncrypted">Whether nobody on the way can read along.</param>
    /// <param name="maxLineBytes">Longest line in either direction.</param>
    public BridgeConnection(Stream stream, IPAddress peer, bool isEncrypted, int maxLineBytes)
    {
        _stream = stream;
        (Peer, IsEncrypted, _maxLineBytes) = (peer, isEncrypted, maxLineBytes);
        _reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: 16_384, leaveOpen: true));
        _joined = new byte[maxLineBytes];
    }

    public IPAddress Peer { get; }

    public bool IsEncrypted { get; }

    /// <summary>True while the connection waits for bytes, and not for whoever takes its lines.</summary>
    public bool IsWaitingForBytes => _isWaitingForBytes;

    /// <summary>Takes the next line, without its end, where one is complete.</summary>
    /// <param name="read">What the pipe holds; moves past the line.</param>
    /// <param name="line">The line; valid until the pipe is advanced or the next call.</param>
    public bool TryTakeLine(ref ReadOnlySequence<byte> read, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (read.PositionOf((byte)'\n') is not { } end)
        {
            return false;
        }

        var whole = read.Slice(0, end);
        read = read.Slice(read.GetPosition(1, end));
        if (whole.IsSingleSegment)
        {
            line = whole.FirstSpan;
        }
        else if (whole.Length <= _joined.Length)
        {
            whole.CopyTo(_joined);
            line = _joined.AsSpan(0, (int)whole.Length);
        }
        else
        {
            line = whole.ToArray(); // too long: refused by its length
        }

        if (line.Length > 0 && line[^1] == '\r')
        {
            line = line[..^1];
        }

        return true;
    }

    /// <summary>Waits for more bytes than the caller has examined.</summary>
    public async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        _isWaitingForBytes = true;
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        finally
        {
            _isWaitingForBytes = false;
        }
    }

    public void Advance(in ReadOnlySequence<byte> rest) => _reader.AdvanceTo(rest.Start, rest.End);

    /// <summary>Marks everything up to <paramref name="rest"/> as taken and what is left as not yet looked at.</summary>
    public void AdvanceUnexamined(in ReadOnlySequence<byte> rest) => _reader.AdvanceTo(rest.Start);

    /// <exception cref="InvalidOperationException">The line is longer than the other side takes.</exception>
    private byte[] Checked(byte[] line) =>
        line.Length <= _maxLineBytes ? line : throw new InvalidOperationException($"A line of {line.Length} bytes is longer than the protocol allows.");

    /// <summary>Sends one line that the composer makes with the next running number. Cancelling may leave half a line: only the session's end may do so.</summary>
    public async ValueTask SendAsync(Func<long, byte[]> compose, CancellationToken cancellationToken)
    {
        await _writeGate.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(Checked(compose(++_sequence)), cancellationToken);
        }
        finally
        {
            _writeGate.Release();
        }
    }

    /// <summary>Sends a line without a running number.</summary>
    public async ValueTask SendAsync(byte[] line, CancellationToken cancellationToken) => await _stream.WriteAsync(Checked(line), cancellationToken);

    public void Dispose()
    {
        _reader.Complete();
        _stream.Dispose(); // the gate stays: whoever waits for it then finds the stream gone
    }
}
