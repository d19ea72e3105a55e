using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Storage.Compat;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>
/// One open database: its writer, its readers and its EF Core contexts. A process opens it once. Several processes may have it open (the desk and the shell's
/// <c>keys</c>); only one of them may write a journal.
/// </summary>
public sealed class DeskDatabase : IDisposable
{
    private DeskDatabase(string dataFolder, string path, StorageOptions options, byte[] cursorKey)
    {
        DataFolder = dataFolder;
        FilePath = path;
        Options = options;
        Cursors = new PageCursors(cursorKey);
        Writer = new SqliteWriter(path, options);
        Readers = new ReadPool(path, options);
        Contexts = new DeskDbContextFactory(path, TimeSpan.FromMilliseconds(options.BusyTimeoutMs));
    }

    public string DataFolder { get; }

    public string FilePath { get; }

    public StorageOptions Options { get; }

    public IDbContextFactory<DeskDbContext> Contexts { get; }

    /// <summary>Makes and checks the cursors of lists; they stay good across restarts.</summary>
    public PageCursors Cursors { get; }

    public SqliteLibrary Library => SqliteRuntime.Initialize();

    internal SqliteWriter Writer { get; }

    internal ReadPool Readers { get; }

    /// <summary>Opens the database of a data folder; creates folder and database where there are none, checks it, and migrates it after a backup.</summary>
    /// <exception cref="DatabaseStartException">The desk must not run on it.</exception>
    public static DeskDatabase Open(string dataFolder, StorageOptions options, TimeProvider clock, ILogger<DeskDatabase>? logger = null)
    {
        var path = Path.Combine(Path.GetFullPath(dataFolder), options.FileName);
        new DatabaseStartup(path, options, clock, logger ?? NullLogger<DeskDatabase>.Instance).Prepare();
        return new DeskDatabase(Path.GetFullPath(dataFolder), path, options, CursorKey(path, options));
    }

    /// <summary>Bytes of the write-ahead log on the disk.</summary>
    public long WalBytes
    {
        get
        {
            var wal = new FileInfo(FilePath + "-wal");
            return wal.Exists ? wal.Length : 0;
        }
    }

    public void Dispose()
    {
        Readers.Dispose();
        Writer.Dispose();
    }

    private static byte[] CursorKey(string path, StorageOptions options)
    {
        using var connection = new RawConnection(path, options.BusyTimeoutMs, options.CacheMiB);
        if (SystemStateTable.Read(connection, SystemStateKeys.CursorKey) is null)
        {
            var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PageCursors.KeyBytes));
            SystemStateTable.WriteIfNew(connection, SystemStateKeys.CursorKey, fresh);
        }

        var stored = SystemStateTable.Read(connection, SystemStateKeys.CursorKey)
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{SystemStateKeys.CursorKey} was written and is not there."));
        return Convert.FromHexString(stored);
    }
}
