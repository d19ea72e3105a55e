namespace TradingDesk.Tests.Layout;

/// <summary>A file of the repository: path with forward slashes, relative to the root, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public IReadOnlyList<string> Lines { get; } = Text.Split('\n');
}

/// <summary>The repository's own files as they stand on disk, without what builds and package managers put there.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> SkippedFolders = new(StringComparer.Ordinal)
    {
        ".git", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea", ".vscode", "data", "logs", "output", "screenshots", "artifacts",
    };

    private static readonly HashSet<string> TextExtensions = new(StringComparer.Ordinal)
    {
        ".cs", ".razor", ".css", ".js", ".mjs", ".json", ".md", ".csproj", ".props", ".targets", ".sln", ".yml", ".yaml", ".sh", ".txt", ".mqh", ".mq5", ".npmrc", "",
    };

    /// <summary>The folder that holds TradingDesk.sln; <see langword="null"/> where the tests run away from their sources.</summary>
    public static string? Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files { get; } = Root is null ? [] : [.. Walk(Root).OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TradingDesk.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static IEnumerable<SourceFile> Walk(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (TextExtensions.Contains(Path.GetExtension(path)) && !Path.GetFileName(path).Contains(".min.", StringComparison.Ordinal))
            {
                yield return new SourceFile(Path.GetRelativePath(Root!, path).Replace('\\', '/'), File.ReadAllText(path));
            }
        }

        foreach (var child in Directory.EnumerateDirectories(folder).Where(child => !SkippedFolders.Contains(Path.GetFileName(child)) && !IsFetched(child)))
        {
            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }

    /// <summary>wwwroot/lib and wwwroot/_framework are fetched or generated, not ours.</summary>
    private static bool IsFetched(string folder) =>
        Path.GetFileName(Path.GetDirectoryName(folder)) == "wwwroot" && Path.GetFileName(folder) is "lib" or "_framework";
}
