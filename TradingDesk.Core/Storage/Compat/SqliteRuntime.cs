using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace TradingDesk.Core.Storage.Compat;

/// <summary>Which SQLite the process runs on. Call <see cref="Initialize"/> before the first connection; it may be called from any thread, any number of times.</summary>
public static class SqliteRuntime
{
    internal const string ProviderLibrary = "e_sqlite3";
    private const string SystemLibrary = "libsqlite3.so.0";

    /// <summary>The bundled library is 3.35.5; the system's is taken only if it is newer.</summary>
    private const int BundledVersionNumber = 3_035_005;

    private static readonly Lazy<SqliteLibrary> Library = new(Load);

    /// <summary>Loads the native library, once.</summary>
    public static SqliteLibrary Initialize() => Library.Value;

    private static SqliteLibrary Load()
    {
        var systemLibrary = FindSystemLibrary();
        if (systemLibrary != IntPtr.Zero)
        {
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == ProviderLibrary ? systemLibrary : IntPtr.Zero);
        }

        // For SqliteCalls: the same library as the provider's, where that finds it.
        NativeLibrary.SetDllImportResolver(
            typeof(SqliteRuntime).Assembly,
            (name, _, _) => name != ProviderLibrary ? IntPtr.Zero
                : systemLibrary != IntPtr.Zero ? systemLibrary
                : NativeLibrary.Load(name, typeof(SQLite3Provider_e_sqlite3).Assembly, searchPath: null));
        Batteries_V2.Init();
        return new SqliteLibrary(raw.sqlite3_libversion().utf8_to_string(), IsSystemLibrary: systemLibrary != IntPtr.Zero);
    }

    private static IntPtr FindSystemLibrary()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(SystemLibrary, out var handle))
        {
            return IntPtr.Zero;
        }

        if (VersionNumberOf(handle) > BundledVersionNumber)
        {
            return handle;
        }

        NativeLibrary.Free(handle);
        return IntPtr.Zero;
    }

    private static unsafe int VersionNumberOf(IntPtr library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var export)
            ? ((delegate* unmanaged[Cdecl]<int>)export)()
            : 0;
}

/// <param name="Version">As SQLite reports it, for example 3.40.1.</param>
/// <param name="IsSystemLibrary">True for the operating system's library, false for the bundled one.</param>
public sealed record SqliteLibrary(string Version, bool IsSystemLibrary);
