using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TradingDesk.Core.Storage.Compat;

internal static class StorageModule
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "SQLitePCLRaw.core must be found before any code of this assembly touches EF Core.")]
    internal static void Initialize() => CompatAssemblies.Serve("SQLitePCLRaw.core");
}
