using System.Globalization;
using TradingDesk.Core.Storage;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Storage.Crash;

/// <summary>
/// RELIABILITY T01 for storage: a real process is killed with SIGKILL while it writes, at random moments and at every named point; nothing that it acknowledged may be
/// missing, doubled or torn. Random kills alone are weak, so the planted bug (acknowledging before the commit) is caught at a named point.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Seed = 20240809;
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";
    private static readonly int RandomKills = IsLong ? 100 : 6;

    /// <summary>Times that each named point is visited, each after more work than the time before.</summary>
    private static readonly int Visits = IsLong ? 5 : 1;

    /// <summary>Each named point, at hits that come after some work.</summary>
    public static TheoryData<string> Points =>
    [
        .. CrashPoint.All.SelectMany(point => Enumerable.Range(0, Visits).Select(visit => point.Split('.')[0] switch
        {
            "journal" => At(point, 30 + (visit * 37)),
            "volume" => At(point, 3 + (visit * 11)),
            "retention" => At(point, 5 + (visit * 3)),
            "archive" => At(point, 1 + visit),
            _ => point,
        })).Distinct(),
    ];

    [Fact]
    public void Kill_AtRandomMoments_LosesNothingThatWasAcknowledged()
    {
        using var folder = new CrashFolder();
        var random = new Random(Seed);
        output.WriteLine($"seed {Seed}, {RandomKills} kills");
        for (var kill = 0; kill < RandomKills; kill++)
        {
            using var run = CrashRun.Start(folder.Path);
            run.KillAfter(TimeSpan.FromMilliseconds(random.Next(0, 300)));
            var faults = CrashCheck.FindFaults(folder.Path, run.LastAcknowledged);
            Assert.True(faults.Count == 0, string.Create(CultureInfo.InvariantCulture, $"Kill {kill}: {string.Join(' ', faults)}"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kill {kill}: acknowledged {run.LastAcknowledged}"));
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Kill_AtANamedPoint_LosesNothingThatWasAcknowledgedAndGoesOn(string point)
    {
        using var folder = new CrashFolder();
        using var run = CrashRun.Start(folder.Path, point);
        run.WaitForDeath();
        Assert.Empty(CrashCheck.FindFaults(folder.Path, run.LastAcknowledged));

        using var next = CrashRun.Start(folder.Path);
        next.KillAfter(TimeSpan.FromMilliseconds(20));
        Assert.True(next.LastAcknowledged > run.LastAcknowledged);
        Assert.Empty(CrashCheck.FindFaults(folder.Path, next.LastAcknowledged));
    }

    [Fact]
    public void Kill_AtANamedPoint_CatchesAWorkerThatAcknowledgesBeforeTheCommit()
    {
        using var folder = new CrashFolder();
        using var run = CrashRun.Start(folder.Path, "journal.before-commit:30", "--ack-before-commit");
        run.WaitForDeath();

        Assert.Contains("was acknowledged", Assert.Single(CrashCheck.FindFaults(folder.Path, run.LastAcknowledged)), StringComparison.Ordinal);
    }

    private static string At(string point, int hits) => string.Create(CultureInfo.InvariantCulture, $"{point}:{hits}");

    private sealed class CrashFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("tradingdesk-crash-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
