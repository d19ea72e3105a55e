using System.Globalization;
using SQLitePCL;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;
    private readonly string _sql;

    /// <exception cref="StorageException">The database cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The SQL is wrong.</exception>
    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        _sql = sql;
        Check(database, raw.sqlite3_prepare_v2(database, sql, out _handle), sql);
    }

    public Statement Bind(int index, long value)
    {
        raw.sqlite3_bind_int64(_handle, index, value);
        return this;
    }

    public Statement Bind(int index, double value)
    {
        raw.sqlite3_bind_double(_handle, index, value);
        return this;
    }

    public Statement Bind(int index, double? value)
    {
        if (value is { } number)
        {
            return Bind(index, number);
        }

        raw.sqlite3_bind_null(_handle, index);
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            raw.sqlite3_bind_null(_handle, index);
        }
        else
        {
            raw.sqlite3_bind_text(_handle, index, value);
        }

        return this;
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public Statement BindUtf8(int index, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_text(_handle, index, value);
        return this;
    }

    public Statement BindBlob(int index, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(_handle, index, value);
        return this;
    }

    public Statement Bind(int index, Timestamp value) => Bind(index, value.UnixMicroseconds);

    public Statement Bind(int index, Symbol value) => Bind(index, value.Name);

    /// <summary>Exact: decimals are kept as text.</summary>
    public Statement Bind(int index, decimal? value) => Bind(index, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>True where a row stands ready, false at the end; the statement is then ready to be bound again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code == raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(_handle);
            return false;
        }

        // The error text belongs to the step: take it before the reset.
        try
        {
            Check(_database, code, _sql);
        }
        finally
        {
            raw.sqlite3_reset(_handle);
        }

        return false;
    }

    /// <summary>Runs to the end.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Gives up the rest of the rows.</summary>
    public void Reset() => raw.sqlite3_reset(_handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public int Int(int column) => raw.sqlite3_column_int(_handle, column);

    public double Double(int column) => raw.sqlite3_column_double(_handle, column);

    public double? OptionalDouble(int column) => IsNull(column) ? null : Double(column);

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    public string? OptionalText(int column) => IsNull(column) ? null : Text(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    public Timestamp Time(int column) => new(Long(column));

    public decimal Decimal(int column) => decimal.Parse(Text(column), NumberStyles.Number, CultureInfo.InvariantCulture);

    public Symbol Symbol(int column) => new(Text(column));

    public void Dispose() => _handle.Dispose();

    internal static void Check(sqlite3 database, int code, string sql)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW)
        {
            return;
        }

        var message = raw.sqlite3_errmsg(database).utf8_to_string();
        throw (code & 0xFF) switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_FULL
                or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_NOTADB or raw.SQLITE_NOMEM or raw.SQLITE_PERM
                => new StorageException($"SQLite: {message} (code {code}).", code),
            _ => new InvalidOperationException($"SQLite: {message} (code {code}) in: {sql}"),
        };
    }
}
