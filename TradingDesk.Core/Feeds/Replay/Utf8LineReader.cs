using System.IO.Compression;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>Reads a file line by line as UTF-8 bytes, unpacking gzip by its magic number, without allocating per line. One thread.</summary>
public sealed class Utf8LineReader : IDisposable
{
    /// <summary>Longest line that is given out; of a longer one the start is given and the rest skipped.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public Utf8LineReader(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 64 * 1024, FileOptions.SequentialScan);
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        _stream = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Lines given out so far.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The next line without its end; valid until the next call.</summary>
    /// <exception cref="InvalidDataException">The file is damaged gzip.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Trim(_buffer.AsSpan(_start, length));
                _start += length + 1;
                LineNumber++;
                return true;
            }

            if (_isAtEnd)
            {
                line = Trim(_buffer.AsSpan(_start, _end - _start));
                _start = _end;
                LineNumber += line.IsEmpty ? 0 : 1;
                return !line.IsEmpty;
            }

            Fill();
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxLineBytes)
            {
                // A line without end: its tail is read over, which makes it a bad line and not a full memory.
                _end = _buffer.Length / 2;
            }
            else
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;
}
