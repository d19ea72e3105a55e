namespace TradingDesk.Tests.Layout;

/// <summary>Who may use whom inside TradingDesk.Core (ARCHITECTURE §3): a stage uses earlier stages, never later ones.</summary>
internal static class StageOrder
{
    private static readonly string[] Stages =
        ["Domain", "Indicators", "Feeds", "Ticks", "Bars", "Analysis", "Decisions", "Risk", "Execution", "Journal", "Evidence", "Hype"];

    /// <summary>Folders beside the stages, and what each may use besides itself; * is everything.</summary>
    private static readonly Dictionary<string, string[]> Beside = new(StringComparer.Ordinal)
    {
        ["Contract"] = ["Domain"],
        ["Operations"] = [.. Stages, "Contract"],
        ["Storage"] = [.. Stages, "Contract", "Operations"],
        ["Configuration"] = [.. Stages, "Contract", "Storage", "Operations"],
        ["Pipeline"] = ["*"],
    };

    public static bool IsKnown(string folder) => Stages.Contains(folder) || Beside.ContainsKey(folder);

    public static bool MayUse(string folder, string used)
    {
        if (folder == used)
        {
            return true;
        }

        return Beside.TryGetValue(folder, out var allowed)
            ? allowed.Contains("*") || allowed.Contains(used)
            : Array.IndexOf(Stages, used) is >= 0 and var other && other < Array.IndexOf(Stages, folder);
    }

    /// <summary>Every use against the order by <paramref name="types"/>.</summary>
    /// <param name="root">Namespace that holds the folders.</param>
    public static IEnumerable<string> FindViolations(IEnumerable<Type> types, string root)
    {
        foreach (var type in types)
        {
            if (FolderOf(type, root) is not { } folder)
            {
                continue;
            }

            foreach (var used in TypeReferences.Of(type))
            {
                // What a planted type uses lives under the real root.
                if ((FolderOf(used, root) ?? FolderOf(used, "TradingDesk.Core")) is { } other && !MayUse(folder, other))
                {
                    yield return $"{type.FullName} uses {used.FullName}";
                }
            }
        }
    }

    public static string? FolderOf(Type type, string root)
    {
        if (type.Namespace is not { } name || !name.StartsWith(root + ".", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = name[(root.Length + 1)..];
        var dot = rest.IndexOf('.');
        return dot < 0 ? rest : rest[..dot];
    }
}
