using System.Security.Cryptography;
using System.Text;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

/// <summary>One symbol's file and what is known of it. Used by one thread at a time; the store's gate sees to that.</summary>
internal sealed class ConfigFile(string path, int maxBytes)
{
    private byte[]? _handled;
    private byte[]? _pending;
    private long _pendingSince;

    public string Name { get; } = Path.GetFileName(path);

    /// <summary>Why the file is not what is in force, or <see langword="null"/> where it is.</summary>
    public Fault? Fault { get; set; }

    /// <summary>True where the version in force could not be written yet.</summary>
    public bool IsStale { get; private set; }

    /// <summary>
    /// Content that is new and has stood still for <paramref name="settleFor"/>; <see langword="null"/> where there is none. A missing file is empty content.
    /// </summary>
    public Outcome<byte[]>? TakeSettled(TimeProvider clock, TimeSpan settleFor)
    {
        var read = Read();
        var mark = MarkOf(read);
        if (Same(mark, _handled))
        {
            _pending = null;
            return null;
        }

        if (!Same(mark, _pending))
        {
            _pending = mark;
            _pendingSince = clock.GetTimestamp();
        }

        if (clock.GetElapsedTime(_pendingSince) < settleFor)
        {
            return null;
        }

        _handled = mark;
        _pending = null;
        return read;
    }

    /// <summary>Says that this content, as read now, needs no further look.</summary>
    public void MarkHandled(Outcome<byte[]> read) => _handled = MarkOf(read);

    /// <summary>Lets the content that was taken last be taken again at the next look.</summary>
    public void Retry() => _handled = null;

    public Outcome<byte[]> Read()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[Math.Min(stream.Length, maxBytes + 1L)];
            var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length > maxBytes
                ? new Fault("TOO_LARGE", $"{Name} is larger than {maxBytes} bytes.")
                : content[..length];
        }
        catch (FileNotFoundException)
        {
            return Array.Empty<byte>();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Fault("UNREADABLE", $"{Name} cannot be read: {failure.GetType().Name}.");
        }
    }

    /// <summary>Replaces the file in one step, durably. A disk that refuses leaves the file <see cref="IsStale"/>, to be written at a later look.</summary>
    public void Write(byte[] content)
    {
        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            _handled = SHA256.HashData(content);
            _pending = null;
            IsStale = false;
            Fault = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            IsStale = true;
            Fault = new Fault("UNWRITABLE", $"{Name} cannot be written: {failure.GetType().Name}; it does not show the version in force.");
        }
    }

    private static byte[] MarkOf(Outcome<byte[]> read) => SHA256.HashData(read.IsSuccess ? read.Value : Encoding.UTF8.GetBytes(read.Fault.Message));

    private static bool Same(byte[] mark, byte[]? other) => other is not null && mark.AsSpan().SequenceEqual(other);
}
