using System.Diagnostics;
using System.Globalization;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Named places at which a test can kill the process as hard as <c>kill -9</c>. Random kills alone are weak: a desk that acknowledges before it
/// commits loses something in only a few of a hundred of them.
/// </summary>
/// <remarks>Off unless the environment variable <c>DESK_CRASH_AT</c> names a point, as <c>name</c> or <c>name:hits</c> (the n-th time it is reached).</remarks>
public static class CrashPoint
{
    public const string Variable = "DESK_CRASH_AT";

    private static readonly string? Target;
    private static readonly int TargetHits = 1;
    private static int _hits;

    static CrashPoint()
    {
        var setting = Environment.GetEnvironmentVariable(Variable);
        var colon = setting?.LastIndexOf(':') ?? -1;
        Target = colon < 0 ? setting : setting![..colon];
        TargetHits = colon < 0 ? 1 : int.Parse(setting.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Every point, for tests that visit each.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "journal.begun", "journal.before-commit", "journal.after-commit",
        "volume.begun", "volume.before-commit", "volume.after-commit",
        "retention.begun", "retention.before-commit", "retention.after-commit",
        "archive.before-rename",
        "migration.before-backup", "migration.after-backup", "migration.applied",
    ];

    /// <summary>Ends the process where <c>DESK_CRASH_AT</c> is <c>stage.point</c>.</summary>
    public static void Hit(string stage, string point)
    {
        if (Target is not null && Target == $"{stage}.{point}" && Interlocked.Increment(ref _hits) == TargetHits)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            new ManualResetEventSlim().Wait(); // The signal is on its way; nothing may run meanwhile.
        }
    }
}
