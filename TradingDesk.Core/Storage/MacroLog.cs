using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>
/// The macro markets every five minutes: <c>macro/macro-yyyyMMdd.jsonl</c>, one JSON object a line, and the same of the last seven days in memory. A line that a crash
/// cut short is passed over.
/// </summary>
public sealed class MacroLog
{
    public const string FolderName = "macro";

    /// <summary>Seven days of samples.</summary>
    public const int Capacity = 7 * 24 * 12;

    private const string Prefix = "macro-";
    private const string Extension = ".jsonl";
    private const string DayFormat = "yyyyMMdd";

    private readonly Lock _gate = new();
    private readonly Queue<MacroSample> _samples = new();
    private readonly string _folder;
    private readonly ILogger _logger;

    public MacroLog(string dataFolder, ILogger<MacroLog>? logger = null)
    {
        _folder = Path.Combine(dataFolder, FolderName);
        _logger = logger ?? NullLogger<MacroLog>.Instance;
        foreach (var file in FilesIn(_folder).Order(StringComparer.Ordinal).TakeLast(8))
        {
            foreach (var line in File.ReadLines(file))
            {
                Restore(line);
            }
        }
    }

    /// <summary>Lines of the files that could not be read.</summary>
    public int Unreadable { get; private set; }

    public IReadOnlyList<MacroSample> Since(Timestamp from)
    {
        lock (_gate)
        {
            return [.. _samples.SkipWhile(sample => sample.At < from)];
        }
    }

    /// <summary>Keeps a sample and writes it. A disk that refuses costs the line, not the sample.</summary>
    public void Append(MacroSample sample)
    {
        Keep(sample);
        try
        {
            Directory.CreateDirectory(_folder);
            var path = Path.Combine(_folder, FileOf(sample.At));
            using var file = File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            if (file.Length > 0)
            {
                file.Seek(-1, SeekOrigin.End);
                if (file.ReadByte() != '\n')
                {
                    file.WriteByte((byte)'\n'); // a crash cut the last line short
                }
            }

            JsonSerializer.Serialize(file, sample, DeskJson.Options);
            file.WriteByte((byte)'\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning(e, "A line of the macro log could not be written.");
        }
    }

    /// <summary>Removes the files of days before <paramref name="cutoff"/>; gives their number.</summary>
    public static int RemoveBefore(string dataFolder, Timestamp cutoff)
    {
        var old = FilesIn(Path.Combine(dataFolder, FolderName)).Where(file => string.CompareOrdinal(Path.GetFileName(file), FileOf(cutoff)) < 0).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }

    private void Restore(string line)
    {
        try
        {
            if (JsonSerializer.Deserialize<MacroSample>(line, DeskJson.Options) is { } sample)
            {
                Keep(sample);
            }
        }
        catch (JsonException)
        {
            Unreadable++;
        }
    }

    private void Keep(MacroSample sample)
    {
        lock (_gate)
        {
            _samples.Enqueue(sample);
            if (_samples.Count > Capacity)
            {
                _samples.Dequeue();
            }
        }
    }

    private static string FileOf(Timestamp at) => Prefix + at.ToUtcDateTime().ToString(DayFormat, CultureInfo.InvariantCulture) + Extension;

    private static IEnumerable<string> FilesIn(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Prefix}*{Extension}") : [];
}
