namespace TradingDesk.Tests.Support;

/// <summary>Finds the recorded market data that some tests read: <c>$TRADINGDESK_DATA</c>, or <c>shared/data</c> beside the repository.</summary>
public static class SharedData
{
    /// <summary>The full path of a file or folder of the shared data; <see langword="null"/> where it is absent.</summary>
    public static string? Find(string relative)
    {
        var root = Environment.GetEnvironmentVariable("TRADINGDESK_DATA") ?? BesideRepository();
        if (root is null)
        {
            return null;
        }

        var path = Path.Combine(root, relative);
        return Path.Exists(path) ? path : null;
    }

    private static string? BesideRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TradingDesk.sln")))
            {
                return folder.Parent is null ? null : Path.Combine(folder.Parent.FullName, "shared", "data");
            }
        }

        return null;
    }
}
