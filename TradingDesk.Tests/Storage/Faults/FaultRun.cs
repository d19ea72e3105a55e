using System.Diagnostics;
using System.Globalization;
using TradingDesk.Core.Storage;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Storage.Faults;

/// <summary>One fault on a running desk: it breaks, lasts, is mended; what must hold meanwhile and afterwards.</summary>
internal static class FaultRun
{
    public static readonly StorageOptions Options = new() { BusyTimeoutMs = 200, FlushIntervalMs = 50 };
    private static readonly TimeSpan AlertWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RecoverWithin = TimeSpan.FromSeconds(10);

    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";

    /// <summary>How long a lock lasts.</summary>
    public static TimeSpan LockedFor { get; } = TimeSpan.FromSeconds(IsLong ? 30 : 5);

    /// <summary>How long other faults last.</summary>
    public static TimeSpan BrokenFor { get; } = TimeSpan.FromSeconds(IsLong ? 15 : 1);

    public static async Task RunAsync(ITestOutputHelper output, string folder, Action<StorageRig> breakIt, Action<StorageRig> mendIt, TimeSpan duration)
    {
        await using var rig = new StorageRig(folder, Options);
        await StorageRig.WaitAsync("entries are shown", () => rig.Shown.Count > 20, TimeSpan.FromSeconds(20));
        Assert.False(rig.IsDegraded);

        breakIt(rig);
        var broken = Stopwatch.GetTimestamp();
        var alert = await StorageRig.WaitAsync("entries are stopped", () => rig.IsDegraded, AlertWithin);
        var (ticks, shown) = (rig.Ticks, rig.Shown.Count);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        while (Stopwatch.GetElapsedTime(broken) < duration + alert)
        {
            await Task.Delay(50);
            Assert.True(rig.QueuedEntries <= Core.Pipeline.JournalPump.Capacity && rig.Volume.Depth <= rig.Volume.Capacity);
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - memory;
        var (taken, shownMeanwhile) = (rig.Ticks - ticks, rig.Shown.Count - shown);
        mendIt(rig);
        var recovered = await StorageRig.WaitAsync("entries are allowed again", () => !rig.IsDegraded && rig.Shown.Count > shown, RecoverWithin);
        await rig.StopAsync();

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"stopped after {alert.TotalSeconds:0.0} s; {taken} ticks taken and {shownMeanwhile} entries shown meanwhile, {grown / 1e6:0.0} MB more memory; recovered after {recovered.TotalSeconds:0.0} s; {rig.Volume.Dropped} ticks gave way"));
        Assert.True(taken > 1_000, $"Only {taken} ticks were taken meanwhile.");
        Assert.Equal(0, shownMeanwhile);
        Assert.InRange(grown, long.MinValue, 64_000_000);
        Assert.Empty(FindLosses(rig));
        Assert.True(DatabaseCheck.Run(rig.Database).IsSound);
    }

    /// <summary>What was shown and is not in the journal, or not in order.</summary>
    public static List<string> FindLosses(StorageRig rig)
    {
        var stored = rig.Store.ReadAfter(0, int.MaxValue).Select(entry => entry.Sequence).ToHashSet();
        var losses = rig.Shown.Where(sequence => !stored.Contains(sequence)).Select(sequence => $"{sequence} was shown and is not stored.").ToList();
        if (!rig.Shown.SequenceEqual(Enumerable.Range(1, rig.Shown.Count).Select(i => (long)i)))
        {
            losses.Add("What was shown is not in order.");
        }

        return losses;
    }

    public static async Task InFolderAsync(Func<string, Task> run)
    {
        var folder = Directory.CreateTempSubdirectory("tradingdesk-faults-").FullName;
        try
        {
            await run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
