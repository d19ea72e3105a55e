namespace TradingDesk.Tests.Support;

/// <summary>Finds the real market data beside the repository; tests that need what is absent are skipped and say so.</summary>
public static class SharedData
{
    private const string Variable = "TRADINGDESK_DATA";

    /// <summary>The full path of a file or folder such as <c>smc/EURUSD_15M.csv</c>, or <see langword="null"/> where it is absent.</summary>
    public static string? Find(string relative)
    {
        foreach (var folder in Folders())
        {
            var path = Path.Combine(folder, relative);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>, for tests that only run where the file is there.</summary>
    public static string Require(string relative) =>
        Find(relative) ?? throw new FileNotFoundException($"{relative} was there when the tests were discovered.");

    /// <summary>Why a test is skipped, or <see langword="null"/> where all files are there.</summary>
    public static string? SkipReason(IEnumerable<string> relatives)
    {
        var missing = relatives.Where(relative => Find(relative) is null).ToArray();
        return missing.Length == 0 ? null : $"Market data absent: {string.Join(", ", missing)} (looked in ${Variable} and ../shared/data).";
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            yield return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TradingDesk.sln")))
            {
                yield return Path.Combine(folder.FullName, "..", "shared", "data");
                yield break;
            }
        }
    }
}
