using System.Globalization;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Keeps a copy of a damaged database as it was found, for whoever looks for the cause. The damaged file itself stays where it is: were it moved away, the next
/// start would begin with an empty database and nobody would notice the loss.
/// </summary>
internal static class DatabaseQuarantine
{
    public const string FolderName = "quarantine";

    /// <summary>Copies that are kept; a start that is tried again and again adds none.</summary>
    private const int MaxCopies = 3;

    /// <returns>The folder of the copy; <see langword="null"/> where there are enough already or the disk did not take it.</returns>
    public static string? Keep(string databasePath)
    {
        try
        {
            var changed = File.GetLastWriteTimeUtc(databasePath).ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
            var root = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(databasePath))!, FolderName)).FullName;
            var folder = Path.Combine(root, changed);
            if (Directory.Exists(folder))
            {
                return folder;
            }

            if (Directory.GetDirectories(root).Length >= MaxCopies)
            {
                return null;
            }

            var unfinished = Directory.CreateDirectory(folder + ".part").FullName;
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                if (File.Exists(databasePath + suffix))
                {
                    File.Copy(databasePath + suffix, Path.Combine(unfinished, Path.GetFileName(databasePath) + suffix), overwrite: true);
                }
            }

            Directory.Move(unfinished, folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The refusal says that there is no copy; it matters more than the copy.
        }
    }
}
