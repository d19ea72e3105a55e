using System.Globalization;
using Microsoft.Extensions.Logging;
using SQLitePCL;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage;

/// <summary>Consistent copies of the database, made while it is in use.</summary>
public static class DatabaseBackup
{
    public const string FolderName = "backups";

    /// <summary>Copies the database to <c>backups/NAME-yyyyMMddTHHmmssZ-REASON.db</c> and removes the oldest copies beyond <see cref="StorageOptions.BackupsKept"/>.</summary>
    /// <param name="reason">Part of the file name: lower-case letters and dashes.</param>
    /// <returns>The copy's path.</returns>
    public static string Create(string databasePath, string reason, StorageOptions options, TimeProvider clock, ILogger logger)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(databasePath))!, FolderName);
        Directory.CreateDirectory(folder);
        var stem = Path.GetFileNameWithoutExtension(databasePath);
        var time = Timestamp.Now(clock).ToUtcDateTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var target = Path.Combine(folder, $"{stem}-{time}-{reason}.db");
        var unfinished = target + ".part";
        File.Delete(unfinished);
        Copy(databasePath, unfinished, options);
        File.Move(unfinished, target, overwrite: true);
        logger.LogInformation("Backup of the database written to {Path}.", target);
        foreach (var old in Directory.GetFiles(folder, $"{stem}-*.db").OrderDescending(StringComparer.Ordinal).Skip(options.BackupsKept))
        {
            File.Delete(old);
        }

        return target;
    }

    private static void Copy(string from, string to, StorageOptions options)
    {
        using var source = new RawConnection(from, options.BusyTimeoutMs, options.CacheMiB);
        using var target = new RawConnection(to, options.BusyTimeoutMs, options.CacheMiB);
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid)
        {
            Statement.Check(target.Handle, raw.sqlite3_extended_errcode(target.Handle), "backup");
        }

        // All pages in one step: one snapshot, which does not stop the writer in WAL mode.
        var code = raw.sqlite3_backup_step(backup, -1);
        raw.sqlite3_backup_finish(backup);
        Statement.Check(target.Handle, code, "backup");
        target.Execute("PRAGMA journal_mode = DELETE"); // One file, without a WAL beside it.
    }
}
