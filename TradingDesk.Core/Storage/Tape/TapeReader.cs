using System.Buffers.Text;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>One recorded message; its bytes are valid until the next <see cref="TapeReader.Read"/>.</summary>
public readonly ref struct TapeMessage
{
    internal TapeMessage(Venue venue, string channel, Timestamp receivedAt, ReadOnlySpan<byte> bytes, string header)
    {
        Venue = venue;
        Channel = channel;
        ReceivedAt = receivedAt;
        Bytes = bytes;
        Header = header;
    }

    public Venue Venue { get; }

    public string Channel { get; }

    public Timestamp ReceivedAt { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The header (JSON) under which the message was written.</summary>
    public string Header { get; }
}

/// <summary>
/// Reads a tape: all channels merged in the order of arrival; equal instants by venue, channel and position. Torn ends of files are skipped and counted.
/// Nothing is allocated per message.
/// </summary>
public sealed class TapeReader : IDisposable
{
    private readonly TapeChannel[] _channels;
    private TapeChannel? _current;

    private TapeReader(IEnumerable<TapeChannel> channels)
    {
        _channels = channels.OrderBy(channel => channel.Venue).ThenBy(channel => channel.Name, StringComparer.Ordinal).ToArray();
        foreach (var channel in _channels)
        {
            channel.Advance();
        }
    }

    /// <summary>The message that <see cref="Read"/> went to.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TapeMessage Current => (_current ?? throw new InvalidOperationException("Read first.")).Message;

    /// <summary>Files whose last run has no end: it was killed, or is still writing. What they hold is read up to there.</summary>
    public int UnfinishedFiles => _channels.Sum(channel => channel.UnfinishedFiles);

    /// <summary>Lines that are none of a tape.</summary>
    public long DamagedLines => _channels.Sum(channel => channel.DamagedLines);

    public int Files => _channels.Sum(channel => channel.FileCount);

    /// <summary>True where a path is a tape's folder or file.</summary>
    public static bool IsTape(string path) => FilesOf(path).Any();

    /// <summary>Opens a tape's folder, one venue's, one channel's, or one file.</summary>
    /// <exception cref="InvalidDataException">There is no tape file.</exception>
    public static TapeReader Open(string path)
    {
        var channels = FilesOf(path).GroupBy(file => (file.Venue, file.Channel))
            .Select(group => new TapeChannel(group.Key.Venue, group.Key.Channel, group.OrderBy(file => file.Hour).Select(file => file.Path).ToList()))
            .ToList();
        return channels.Count > 0 ? new TapeReader(channels) : throw new InvalidDataException($"'{path}' holds no tape.");
    }

    /// <summary>Goes to the next message; false at the end.</summary>
    public bool Read()
    {
        _current?.Advance();
        _current = null;
        foreach (var channel in _channels)
        {
            if (channel.HasMessage && (_current is null || channel.Nanoseconds < _current.Nanoseconds))
            {
                _current = channel;
            }
        }

        return _current is not null;
    }

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }

    private static IEnumerable<(Venue Venue, string Channel, long Hour, string Path)> FilesOf(string path)
    {
        var paths = File.Exists(path) ? [path]
            : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*" + TapeFormat.Extension, SearchOption.AllDirectories)
            : [];
        foreach (var file in paths.Select(Path.GetFullPath))
        {
            var channelFolder = Path.GetDirectoryName(file)!;
            var venueName = Path.GetFileName(Path.GetDirectoryName(channelFolder));
            if (TapeFormat.HourOfFile(file) is { } hour && Array.Find(Enum.GetValues<Venue>(), venue => venue.ToName() == venueName) is var found && found != default)
            {
                yield return (found, Path.GetFileName(channelFolder), hour, file);
            }
        }
    }

    /// <summary>The files of one channel, one after the other.</summary>
    private sealed class TapeChannel(Venue venue, string name, List<string> files) : IDisposable
    {
        private TapeLineReader? _lines;
        private int _nextFile;
        private string _header = "{}";
        private byte[] _message = new byte[4_096];
        private int _messageLength;

        public Venue Venue { get; } = venue;

        public string Name { get; } = name;

        public int FileCount => files.Count;

        public bool HasMessage { get; private set; }

        public long Nanoseconds { get; private set; }

        public int UnfinishedFiles { get; private set; }

        public long DamagedLines { get; private set; }

        public TapeMessage Message => new(Venue, Name, Timestamp.FromUnixNanoseconds(Nanoseconds), _message.AsSpan(0, _messageLength), _header);

        public void Advance()
        {
            HasMessage = false;
            while (!HasMessage)
            {
                if (_lines is null)
                {
                    if (_nextFile == files.Count)
                    {
                        return;
                    }

                    _lines = new TapeLineReader(files[_nextFile++]);
                }

                if (_lines.ReadLine(out var line))
                {
                    Take(line);
                }
                else
                {
                    UnfinishedFiles += _lines.IsUnfinished ? 1 : 0;
                    Dispose();
                }
            }
        }

        public void Dispose()
        {
            _lines?.Dispose();
            _lines = null;
        }

        private void Take(ReadOnlySpan<byte> line)
        {
            if (line.StartsWith("# {"u8))
            {
                _header = System.Text.Encoding.UTF8.GetString(line[2..]);
            }
            else if (!line.StartsWith("#"u8))
            {
                HasMessage = TapeFormat.TrySplit(line, out var nanoseconds, out var isEncoded, out var message) && TryKeep(message, isEncoded);
                Nanoseconds = nanoseconds;
                DamagedLines += HasMessage ? 0 : 1;
            }
        }

        private bool TryKeep(ReadOnlySpan<byte> message, bool isEncoded)
        {
            if (_message.Length < message.Length)
            {
                _message = new byte[message.Length * 2];
            }

            _messageLength = message.Length;
            if (isEncoded)
            {
                return Base64.DecodeFromUtf8(message, _message, out _, out _messageLength) == System.Buffers.OperationStatus.Done;
            }

            message.CopyTo(_message);
            return true;
        }
    }
}
