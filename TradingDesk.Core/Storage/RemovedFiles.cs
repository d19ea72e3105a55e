namespace TradingDesk.Core.Storage;

/// <summary>Files that were deleted because their time was over.</summary>
public readonly record struct RemovedFiles(int Files, long Bytes)
{
    public static RemovedFiles operator +(RemovedFiles left, RemovedFiles right) => new(left.Files + right.Files, left.Bytes + right.Bytes);

    internal static RemovedFiles Delete(IEnumerable<string> paths)
    {
        var removed = default(RemovedFiles);
        foreach (var path in paths.ToArray())
        {
            var bytes = new FileInfo(path).Length;
            File.Delete(path);
            removed += new RemovedFiles(1, bytes);
        }

        return removed;
    }
}
