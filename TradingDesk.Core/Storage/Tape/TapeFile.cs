using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>One hour of one channel, being written. Each run is a gzip member of its own; a run that was killed is mended when the file is opened again.</summary>
internal sealed class TapeFile : IDisposable
{
    private const int MaxPrefix = 24;

    private readonly FileStream _file;
    private readonly GZipStream _gzip;
    private readonly byte[] _prefix = new byte[MaxPrefix];
    private bool _isDirty;

    public TapeFile(string path, long hour, byte[] header)
    {
        Path = path;
        Hour = hour;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        TapeRepair.MendIfInterrupted(path);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);
        _gzip = new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true);
        _gzip.Write(header);
        _isDirty = true;
    }

    public string Path { get; }

    public long Hour { get; }

    public long Length => _file.Length;

    public void Write(long nanoseconds, ReadOnlySpan<byte> message)
    {
        if (!Utf8Formatter.TryFormat(nanoseconds, _prefix, out var length))
        {
            throw new InvalidOperationException("A 64-bit number fits 24 bytes.");
        }

        if (message.Contains((byte)'\n'))
        {
            _prefix[length++] = (byte)TapeFormat.Encoded;
            _gzip.Write(_prefix.AsSpan(0, length));
            WriteEncoded(message);
        }
        else
        {
            _prefix[length++] = (byte)TapeFormat.Plain;
            _gzip.Write(_prefix.AsSpan(0, length));
            _gzip.Write(message);
        }

        _gzip.Write("\n"u8);
        _isDirty = true;
    }

    /// <summary>Hands everything written so far to the operating system in a form that can be read to its last line.</summary>
    public void Flush()
    {
        if (_isDirty)
        {
            _gzip.Flush();
            _file.Flush();
            _isDirty = false;
        }
    }

    public void Dispose()
    {
        try
        {
            _gzip.Write(TapeFormat.EndMark);
            _gzip.Dispose();
        }
        finally
        {
            _file.Dispose();
        }
    }

    private void WriteEncoded(ReadOnlySpan<byte> message)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(message.Length));
        Base64.EncodeToUtf8(message, rented, out _, out var written);
        _gzip.Write(rented.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(rented);
    }
}
