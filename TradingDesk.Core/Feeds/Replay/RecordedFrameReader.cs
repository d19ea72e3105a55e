using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>
/// Reads recorded raw frames, one a line: <c>&lt;receive time&gt; &lt;json&gt;</c> or <c>&lt;receive time&gt;: &lt;json&gt;</c>, plain or gzip. The time is Unix
/// s, ms, µs or ns (told apart by magnitude) with or without a fraction. Lines that start with <c>#</c> or <c>ws</c> (a recorder's note of the address) and
/// blank ones are skipped. What follows the time is not looked into.
/// </summary>
public sealed class RecordedFrameReader(string path) : IDisposable
{
    private readonly Utf8LineReader _lines = new(path);

    public string Path { get; } = path;

    /// <summary>Lines that are neither a frame nor a note.</summary>
    public long BadLines { get; private set; }

    /// <summary>The next frame; the bytes are valid until the next call. Throws what <see cref="Utf8LineReader.TryReadLine"/> throws.</summary>
    public bool TryRead(out Timestamp receivedAt, out ReadOnlySpan<byte> frame)
    {
        while (_lines.TryReadLine(out var line))
        {
            if (line.IsEmpty || line[0] == (byte)'#' || line.StartsWith("ws"u8))
            {
                continue;
            }

            var blank = line.IndexOf((byte)' ');
            if (blank > 0 && UnixTime.TryParse(line[..blank].TrimEnd((byte)':'), out receivedAt))
            {
                frame = line[(blank + 1)..];
                return true;
            }

            BadLines++;
        }

        receivedAt = default;
        frame = default;
        return false;
    }

    public void Dispose() => _lines.Dispose();
}
