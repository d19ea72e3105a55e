using System.Globalization;
using SQLitePCL;
using TradingDesk.Core.Storage.Compat;

namespace TradingDesk.Core.Storage.Sqlite;

/// <summary>A connection for prepared statements that are kept and used again. Used by one thread at a time.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];

    /// <exception cref="StorageException">The file cannot be opened.</exception>
    public RawConnection(string path, int busyTimeoutMs, int cacheMiB)
    {
        SqliteRuntime.Initialize();
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out var handle, Flags, null);
        Handle = handle;
        try
        {
            Statement.Check(handle, code, "open");
            raw.sqlite3_extended_result_codes(handle, 1);
            raw.sqlite3_busy_timeout(handle, busyTimeoutMs);
            Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{cacheMiB * 1024}; PRAGMA temp_store = MEMORY;"));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    internal sqlite3 Handle { get; }

    /// <summary>The prepared form of <paramref name="sql"/>, ready to bind; prepared once per connection.</summary>
    public Statement Use(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new Statement(Handle, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs statements that give no rows that matter.</summary>
    public void Execute(string sql) => Statement.Check(Handle, raw.sqlite3_exec(Handle, sql), sql);

    /// <summary>First column of the first row as text; <see langword="null"/> where there is no row.</summary>
    public string? Scalar(string sql)
    {
        using var statement = new Statement(Handle, sql);
        return statement.Step() ? statement.OptionalText(0) : null;
    }

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(Handle);

    /// <summary>Rolls back what is open; after some errors SQLite has done so itself.</summary>
    public void RollbackIfOpen()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
        }

        if (raw.sqlite3_get_autocommit(Handle) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        Handle.Dispose();
    }
}
