using System.IO.Compression;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>The lines of one tape file, up to its end or to where it is damaged. No allocation per line.</summary>
internal sealed class TapeLineReader : IDisposable
{
    private readonly FileStream _file;
    private readonly GZipStream _gzip;
    private byte[] _buffer = new byte[65_536];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _isTorn;
    private bool _endsWithMark;

    public TapeLineReader(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 65_536, FileOptions.SequentialScan);
        _gzip = new GZipStream(_file, CompressionMode.Decompress);
    }

    /// <summary>At the end: true where the last run has no end mark, because it was killed or is still writing.</summary>
    public bool IsUnfinished => _isTorn || !_endsWithMark;

    /// <summary>The next line without its end; valid until the next call.</summary>
    public bool ReadLine(out ReadOnlySpan<byte> line)
    {
        var searchFrom = _start;
        while (true)
        {
            var found = _buffer.AsSpan(searchFrom, _end - searchFrom).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = _buffer.AsSpan(_start, searchFrom + found - _start);
                _start = searchFrom + found + 1;
                _endsWithMark = line.SequenceEqual(TapeFormat.EndMark[..^1]);
                return true;
            }

            searchFrom = _end - _start;
            if (!Fill())
            {
                _isTorn |= _end > _start;
                line = default;
                return false;
            }

            searchFrom += _start;
        }
    }

    public void Dispose()
    {
        _gzip.Dispose();
        _file.Dispose();
    }

    private bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            var count = _gzip.Read(_buffer, _end, _buffer.Length - _end);
            _end += count;
            _isAtEnd = count == 0;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            _isTorn = true; // a run that was killed; what came before the damage is good
            _isAtEnd = true;
        }

        return !_isAtEnd;
    }
}
