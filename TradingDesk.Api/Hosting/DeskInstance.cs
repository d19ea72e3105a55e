using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Hosting;

/// <summary>One process runs on a data folder: the desk holds this lock for its life, a command while it writes in the desk's stead.</summary>
public static class DeskInstance
{
    /// <summary>The lock, released by the system when its holder dies; <see langword="null"/> where another process holds it.</summary>
    public static LockFile? TryHold(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        return LockFile.TryAcquire(Path.Combine(dataFolder, "desk.lock"));
    }
}
