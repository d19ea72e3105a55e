using System.Runtime.CompilerServices;
using TradingDesk.Core.Storage.Compat;

namespace TradingDesk.Tests;

internal static class CompatModule
{
    [ModuleInitializer]
    internal static void Initialize() => CompatAssemblies.Serve("AngleSharp.Diffing");
}
