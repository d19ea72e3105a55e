using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace TradingDesk.Core.Storage.Compat;

/// <summary>
/// The calls of which a row takes a dozen, straight into the library that <see cref="SqliteRuntime"/> has loaded. Through the provider each of them takes a reference count
/// on the statement's handle and gives it back, which costs several times what the call itself does. Whoever calls keeps the statement alive.
/// </summary>
/// <remarks>Binding and reading a number neither block nor call back and last some nanoseconds, so that they may leave out the switch to native code that the collector otherwise wants.</remarks>
[SuppressMessage("Interoperability", "CA5392:Use DefaultDllImportSearchPaths attribute for P/Invokes", Justification = "SqliteRuntime resolves the library for this assembly.")]
internal static partial class SqliteCalls
{
    private const string Library = SqliteRuntime.ProviderLibrary;

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    public static partial int BindInt64(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double")]
    [SuppressGCTransition]
    public static partial int BindDouble(nint statement, int index, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [SuppressGCTransition]
    public static partial long ColumnInt64(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_double")]
    [SuppressGCTransition]
    public static partial double ColumnDouble(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);
}
