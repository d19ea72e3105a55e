using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage;

/// <summary>Makes a database ready to be used: checks it, backs it up before a migration, migrates it. Safe to be interrupted at any point and to run in several processes.</summary>
internal sealed class DatabaseStartup(string path, StorageOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly string[] KnownMigrations =
    [
        .. typeof(DeskDbContext).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="DatabaseStartException">Damaged, written by a newer desk, or locked.</exception>
    public void Prepare()
    {
        CreateFolder();
        using var alone = LockFile.Acquire(path + ".migrating", TimeSpan.FromSeconds(30));
        try
        {
            using var connection = new RawConnection(path, options.BusyTimeoutMs, options.CacheMiB);
            var isEmpty = connection.Scalar("SELECT 1 FROM sqlite_schema LIMIT 1") is null;
            if (isEmpty)
            {
                // Before the first table: later it would take a VACUUM.
                connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");
            }
            else
            {
                CheckStructure(connection);
            }

            connection.Execute("PRAGMA journal_mode = WAL");
            Migrate(connection, isEmpty);
        }
        catch (StorageException e) when (e.IsDamage)
        {
            throw Damaged(e.Message, e);
        }
        catch (StorageException e) when (e.IsBusy)
        {
            throw new DatabaseStartException(DatabaseStartException.Locked, $"Another process keeps the database locked: {path}", e);
        }
    }

    private void CreateFolder()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void CheckStructure(RawConnection connection)
    {
        var finding = connection.Scalar("PRAGMA quick_check(1)");
        if (finding != "ok")
        {
            throw Damaged(finding ?? "no answer", null);
        }
    }

    private void Migrate(RawConnection connection, bool isEmpty)
    {
        var applied = AppliedMigrations(connection);
        var unknown = applied.Except(KnownMigrations, StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new DatabaseStartException(
                DatabaseStartException.TooNew,
                $"The database {path} was written by a newer version of the desk (migration {unknown}). Start that version, or restore an older copy from {DatabaseBackup.FolderName}/.");
        }

        if (applied.Count == KnownMigrations.Length)
        {
            return;
        }

        CrashPoint.Hit("migration", "before-backup");
        if (!isEmpty)
        {
            DatabaseBackup.Create(path, "before-migration", options, clock, logger);
        }

        CrashPoint.Hit("migration", "after-backup");
        RemoveAbandonedLock(connection);
        using var context = new DeskDbContextFactory(path, TimeSpan.FromMilliseconds(options.BusyTimeoutMs)).CreateDbContext();
        context.Database.Migrate();
        CrashPoint.Hit("migration", "applied");
        logger.LogInformation("Database migrated: {Count} of {Known} migrations were pending.", KnownMigrations.Length - applied.Count, KnownMigrations.Length);
    }

    /// <summary>EF Core waits for ever for the lock row of a process that was killed while it migrated. The lock file says that no such process lives.</summary>
    private static void RemoveAbandonedLock(RawConnection connection)
    {
        if (connection.Scalar("SELECT 1 FROM sqlite_schema WHERE name = '__EFMigrationsLock'") is not null)
        {
            connection.Execute("DELETE FROM \"__EFMigrationsLock\"");
        }
    }

    private static List<string> AppliedMigrations(RawConnection connection)
    {
        var applied = new List<string>();
        if (connection.Scalar("SELECT 1 FROM sqlite_schema WHERE name = '__EFMigrationsHistory'") is not null)
        {
            using var row = new Statement(connection.Handle, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"");
            while (row.Step())
            {
                applied.Add(row.Text(0));
            }
        }

        return applied;
    }

    private DatabaseStartException Damaged(string finding, Exception? inner)
    {
        var copy = DatabaseQuarantine.Keep(path) is { } folder ? $"A copy as it was found is in {folder}." : "No copy of it could be kept: make one first, with its -wal and -shm files.";
        return new DatabaseStartException(
            DatabaseStartException.Damaged,
            $"The database {path} is damaged and the desk does not start on it: {finding} "
            + $"{copy} Put the newest file of {DatabaseBackup.FolderName}/ in its place without the -wal and -shm files, or move it away to begin with an empty one.",
            inner);
    }
}
