using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;

namespace TradingDesk.Core.Storage;

/// <summary>
/// What the desk and its people did, for reading with a pager: <c>logs/events-yyyyMMdd.jsonl</c>, one JSON object a line, of the journal's <c>risk</c>,
/// <c>config</c> and <c>health</c> entries. A projection of the journal: what a crash or a full disk kept out of it is caught up from there. Used by one thread at a time.
/// </summary>
public sealed class EventLog(string dataFolder, ILogger<EventLog>? logger = null)
{
    public const string FolderName = "logs";

    private const string Prefix = "events-";
    private const string Extension = ".jsonl";
    private const string DayFormat = "yyyyMMdd";
    private const int CatchUpPage = 1_000;

    private static readonly string[] Types = [StreamTypes.Risk, StreamTypes.Config, StreamTypes.Health];

    private readonly string _folder = Path.Combine(dataFolder, FolderName);
    private readonly ILogger _logger = logger ?? NullLogger<EventLog>.Instance;
    private long? _lastSequence;

    /// <summary>Why the last append failed; <see langword="null"/> where it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Takes over what the journal has and the files have not. Call once at the start.</summary>
    public void CatchUp(IJournalStore journal)
    {
        var after = LastSequence;
        while (journal.ReadAfter(after, CatchUpPage) is { Count: > 0 } page)
        {
            Append(page);
            after = page[^1].Sequence;
        }
    }

    /// <summary>Appends what belongs here; the rest, and what is there already, is passed over. A disk that refuses is reported in <see cref="Failure"/>, not thrown.</summary>
    public void Append(IReadOnlyList<StoredJournalEntry> entries)
    {
        try
        {
            var last = LastSequence;
            foreach (var day in entries.Where(entry => entry.Sequence > last && Types.Contains(entry.Type)).GroupBy(entry => FileOf(entry.OccurredAt)))
            {
                Directory.CreateDirectory(_folder);
                EndLastLine(day.Key);
                File.AppendAllLines(day.Key, day.Select(Line));
                _lastSequence = Math.Max(LastSequence, day.Max(entry => entry.Sequence));
            }

            Failure = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e.Message;
            _logger.LogWarning(e, "The event log could not be written; the journal has what is missing.");
        }
    }

    /// <summary>Removes the files of days before <paramref name="cutoff"/>.</summary>
    public static RemovedFiles RemoveBefore(string dataFolder, Timestamp cutoff) => DayFiles.RemoveBefore(Path.Combine(dataFolder, FolderName), cutoff);

    /// <summary>True for entries that belong into the log.</summary>
    public static bool Takes(JournalEntry entry) => entry is KillLevelEntry or ShadowModeEntry or ConfigAppliedEntry or OperationsEntry;

    /// <summary>Of the newest line that is whole.</summary>
    private long LastSequence => _lastSequence ??= FilesIn(_folder).OrderDescending(StringComparer.Ordinal).Select(LastSequenceOf).FirstOrDefault(sequence => sequence > 0);

    /// <summary>A crash may have cut the last line short; what comes next begins on a line of its own.</summary>
    private static void EndLastLine(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
            }
        }
    }

    private static long LastSequenceOf(string file)
    {
        var last = 0L;
        foreach (var line in File.ReadLines(file))
        {
            // A line that a crash cut short is not counted and comes again, whole.
            if (line.EndsWith('}') && line.StartsWith("{\"sequence\":", StringComparison.Ordinal))
            {
                var number = line.AsSpan("{\"sequence\":".Length);
                last = Math.Max(last, long.Parse(number[..number.IndexOf(',')], NumberStyles.None, CultureInfo.InvariantCulture));
            }
        }

        return last;
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Prefix}*{Extension}") : [];

    private static string Line(StoredJournalEntry entry)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", entry.Sequence);
            json.WriteString("at", entry.OccurredAt.ToString());
            json.WriteString("type", entry.Type);
            json.WriteString("symbol", entry.Symbol);
            json.WritePropertyName("data");
            json.WriteRawValue(entry.Json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private string FileOf(Timestamp at) => Path.Combine(_folder, Prefix + at.ToUtcDateTime().ToString(DayFormat, CultureInfo.InvariantCulture) + Extension);
}
