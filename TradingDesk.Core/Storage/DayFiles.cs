using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>Files of JSON lines of one UTC day each; the name ends with the day: <c>events-20240809.jsonl</c>, <c>2024-08-09.jsonl</c>.</summary>
internal static class DayFiles
{
    private const string Extension = ".jsonl";
    private static readonly string[] DayFormats = ["yyyyMMdd", "yyyy-MM-dd"];

    /// <summary>Removes the files of days that ended at or before <paramref name="cutoff"/>; a file whose name holds no day stays.</summary>
    public static RemovedFiles RemoveBefore(string folder, Timestamp cutoff) => Directory.Exists(folder)
        ? RemovedFiles.Delete(Directory.GetFiles(folder, "*" + Extension).Where(path => DayOf(path) is { } day && day + TimeSpan.FromDays(1) <= cutoff))
        : default;

    private static Timestamp? DayOf(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        foreach (var format in DayFormats)
        {
            if (stem.Length >= format.Length && DateTime.TryParseExact(
                stem[^format.Length..], format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day))
            {
                return Timestamp.FromDateTimeOffset(new DateTimeOffset(day));
            }
        }

        return null;
    }
}
