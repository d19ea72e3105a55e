using System.Diagnostics.CodeAnalysis;
using SQLitePCL;

namespace TradingDesk.Core.Storage.Sqlite;

/// <summary>The database could not be read or written for a reason outside the program: locked, full, damaged, gone.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It always has a SQLite result code.")]
public sealed class StorageException(string message, int resultCode) : IOException(message)
{
    /// <summary>SQLite's primary result code.</summary>
    public int ResultCode { get; } = resultCode & 0xFF;

    /// <summary>Another process or connection holds the lock.</summary>
    public bool IsBusy => ResultCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>The file is not a database or its structure is broken.</summary>
    public bool IsDamage => ResultCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}
