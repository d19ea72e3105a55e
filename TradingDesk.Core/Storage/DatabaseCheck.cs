using System.Diagnostics;
using System.Globalization;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage;

/// <summary>What a check of the database found.</summary>
/// <param name="Findings">SQLite's own words; empty where all is well.</param>
public sealed record DatabaseCheckReport(IReadOnlyList<string> Findings, TimeSpan Elapsed)
{
    public bool IsSound => Findings.Count == 0;

    public override string ToString() => IsSound
        ? string.Create(CultureInfo.InvariantCulture, $"tables and indexes agree; {Elapsed.TotalSeconds:0.00} s")
        : $"damaged: {string.Join("; ", Findings)}";
}

/// <summary>Checks every page, row and index of the running database, beside its writer: it reads one snapshot on a connection of its own and blocks nobody.</summary>
public static class DatabaseCheck
{
    private const int MaxFindings = 10;

    /// <exception cref="StorageException">The file cannot be read.</exception>
    public static DatabaseCheckReport Run(DeskDatabase database)
    {
        var started = Stopwatch.GetTimestamp();
        using var connection = new RawConnection(database.FilePath, database.Options.BusyTimeoutMs, database.Options.CacheMiB);
        var findings = new List<string>();
        var row = connection.Use($"PRAGMA integrity_check({MaxFindings})");
        while (row.Step())
        {
            if (row.Text(0) is var finding && finding != "ok")
            {
                findings.Add(finding);
            }
        }

        return new DatabaseCheckReport(findings, Stopwatch.GetElapsedTime(started));
    }
}
