using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>What a pruning did.</summary>
public sealed record TapePruneResult(int DeletedFiles, long DeletedBytes, int KeptFiles, long KeptBytes);

/// <summary>Keeps the tape within its age and size.</summary>
internal static class TapePruning
{
    /// <param name="openHourFloor">Files of this hour (hours since the epoch) or later may be open and stay.</param>
    public static TapePruneResult Prune(string folder, Timestamp now, TapeOptions options, long openHourFloor)
    {
        var files = Directory.EnumerateFiles(folder, "*" + TapeFormat.Extension, SearchOption.AllDirectories)
            .Select(path => (Path: path, Hour: TapeFormat.HourOfFile(path), Length: new FileInfo(path).Length))
            .Where(file => file.Hour is not null)
            .OrderBy(file => file.Hour).ThenBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        var oldestKept = TapeFormat.HourOf(now) - (options.KeepDays * 24L);
        var total = files.Sum(file => file.Length);
        var limit = options.MaxMebibytes * 1_048_576L;
        var deleted = 0;
        var deletedBytes = 0L;
        foreach (var (path, hour, length) in files)
        {
            if (hour >= openHourFloor || (hour >= oldestKept && total <= limit))
            {
                continue;
            }

            File.Delete(path);
            total -= length;
            deletedBytes += length;
            deleted++;
        }

        return new TapePruneResult(deleted, deletedBytes, files.Count - deleted, total);
    }
}
