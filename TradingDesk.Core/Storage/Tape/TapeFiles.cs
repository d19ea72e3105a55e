using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>
/// Writes a tape at once, on the caller's thread: for a simulation that makes its own time and rather waits than loses. Instants come with the messages.
/// The live desk uses <see cref="TapeWriter"/>, which puts a queue before this. Not thread-safe.
/// </summary>
public sealed class TapeFiles : IRawTap, IDisposable
{
    private readonly string _folder;
    private readonly Dictionary<(Venue Venue, string Channel), TapeFile> _open = [];
    private readonly Dictionary<Venue, Func<string, string>> _headers = [];
    private readonly Dictionary<string, string> _safeNames = new(StringComparer.Ordinal);
    private readonly long[] _lastMicroseconds = new long[256];
    private readonly int[] _withinMicrosecond = new int[256];

    /// <param name="folder">The tape's folder; made where it is missing.</param>
    public TapeFiles(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    public string Folder => _folder;

    /// <summary>Sets what a venue writes into the headers of its files: from a channel to a JSON object. Before the first message of the venue.</summary>
    public void UseHeader(Venue venue, Func<string, string> headerOf) => _headers[venue] = headerOf;

    /// <exception cref="IOException">The disk does not take it.</exception>
    public void OnRaw(Venue venue, string channel, Timestamp receivedAt, ReadOnlySpan<byte> message) =>
        FileOf(venue, SafeNameOf(channel), TapeFormat.HourOf(receivedAt)).Write(NumberWithinMicrosecond(venue, receivedAt), message);

    /// <summary>Makes everything written so far readable.</summary>
    public void Flush()
    {
        foreach (var file in _open.Values)
        {
            file.Flush();
        }
    }

    /// <summary>Closes the files of hours before the one of <paramref name="now"/>.</summary>
    public void CloseBefore(Timestamp now)
    {
        var hour = TapeFormat.HourOf(now);
        foreach (var (key, file) in _open.Where(entry => entry.Value.Hour < hour).ToList())
        {
            _open.Remove(key);
            file.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var file in _open.Values)
        {
            file.Dispose();
        }

        _open.Clear();
    }

    private TapeFile FileOf(Venue venue, string channel, long hour)
    {
        if (_open.TryGetValue((venue, channel), out var file))
        {
            if (file.Hour == hour)
            {
                return file;
            }

            _open.Remove((venue, channel));
            file.Dispose();
        }

        var path = Path.Combine(_folder, venue.ToName(), channel, TapeFormat.FileNameOf(hour));
        var header = TapeFormat.HeaderLine(venue, channel, _headers.TryGetValue(venue, out var headerOf) ? headerOf(channel) : null);
        return _open[(venue, channel)] = new TapeFile(path, hour, header);
    }

    private string SafeNameOf(string channel)
    {
        if (!_safeNames.TryGetValue(channel, out var safe))
        {
            _safeNames[channel] = safe = TapeFormat.SafeChannel(channel);
        }

        return safe;
    }

    /// <summary>The instant in nanoseconds, its last three digits numbering the venue's messages of the same microsecond.</summary>
    private long NumberWithinMicrosecond(Venue venue, Timestamp at)
    {
        var index = (int)venue;
        _withinMicrosecond[index] = _lastMicroseconds[index] == at.UnixMicroseconds ? Math.Min(_withinMicrosecond[index] + 1, 999) : 0;
        _lastMicroseconds[index] = at.UnixMicroseconds;
        return (at.UnixMicroseconds * 1_000) + _withinMicrosecond[index];
    }
}
