using System.Reflection;
using System.Runtime.Loader;

namespace TradingDesk.Core.Storage.Compat;

/// <summary>
/// Hands over assemblies from the <c>compat</c> folder beside the application. They are kept out of the dependency file because the
/// runtime refuses a listed assembly that is older than the one asked for; an assembly that a handler returns may be older.
/// </summary>
internal static class CompatAssemblies
{
    /// <summary>Serves one assembly, by its simple name, to whoever asks for it and finds it nowhere else.</summary>
    internal static void Serve(string assemblyName) =>
        AssemblyLoadContext.Default.Resolving += (context, requested) => Resolve(context, requested, assemblyName);

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName requested, string servedName)
    {
        if (!string.Equals(requested.Name, servedName, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = Path.Combine(AppContext.BaseDirectory, "compat", servedName + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
