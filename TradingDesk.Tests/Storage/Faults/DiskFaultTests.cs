using System.Diagnostics;
using System.Globalization;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Storage.Faults;

/// <summary>
/// RELIABILITY T03 and T04: the disk is full, the database is locked or read-only. Nothing crashes, nothing that was shown is missing, memory stays bounded, entries
/// stop within five seconds and go on within ten after the end of it.
/// </summary>
public sealed class DiskFaultTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";
    private static readonly TimeSpan LockedFor = TimeSpan.FromSeconds(IsLong ? 30 : 5);
    private static readonly TimeSpan AlertWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RecoverWithin = TimeSpan.FromSeconds(10);
    private static readonly StorageOptions Options = new() { BusyTimeoutMs = 200, FlushIntervalMs = 50 };

    /// <summary>A file system of 8 MB that something else fills to the last byte.</summary>
    [Fact]
    public async Task Desk_OnAFullDisk_StopsEntriesShowsNothingUnwrittenAndRecovers()
    {
        using var disk = SmallDisk.TryMount(megabytes: 8);
        if (disk is null)
        {
            output.WriteLine("A small file system cannot be mounted here; the page limit below stands for it.");
            return;
        }

        var ballast = Path.Combine(disk.Folder, "ballast");
        await RunAsync(disk.Folder, _ => SmallDisk.Fill(ballast), _ => File.Delete(ballast), TimeSpan.FromSeconds(3));
    }

    /// <summary>The same without rights: SQLite may use no page more.</summary>
    [Fact]
    public Task Desk_AtItsPageLimit_StopsEntriesShowsNothingUnwrittenAndRecovers() => InFolderAsync(folder => RunAsync(
        folder,
        rig => rig.Database.Writer.Maintain("PRAGMA max_page_count = 1"), // Sets it to the present size.
        rig => rig.Database.Writer.Maintain("PRAGMA max_page_count = 1073741823"),
        TimeSpan.FromSeconds(2)));

    /// <summary>Another process holds the write lock.</summary>
    [Fact]
    public Task Desk_DatabaseLocked_GoesOnTakingTicksAndLosesNothingShown() => InFolderAsync(async folder =>
    {
        RawConnection? other = null;
        await RunAsync(
            folder,
            rig =>
            {
                other = new RawConnection(rig.Database.FilePath, 5_000, 1);
                other.Execute("BEGIN IMMEDIATE");
            },
            _ => other!.Dispose(),
            LockedFor);
    });

    [Fact]
    public Task Desk_DatabaseReadOnly_GoesOnTakingTicksAndLosesNothingShown() => InFolderAsync(folder => RunAsync(
        folder,
        rig => rig.Database.Writer.Maintain("PRAGMA query_only = 1"),
        rig => rig.Database.Writer.Maintain("PRAGMA query_only = 0"),
        LockedFor / 2));

    /// <summary>Planted: a desk whose last entries are not on the disk, though it showed them, is found out by the check that the others pass.</summary>
    [Fact]
    public Task FindLosses_AnEntryShownAndNotWritten_IsReported() => InFolderAsync(async folder =>
    {
        await using var rig = new StorageRig(folder, Options);
        await StorageRig.WaitAsync("entries are shown", () => rig.Shown.Count > 20, TimeSpan.FromSeconds(20));
        await rig.StopAsync();
        Assert.Empty(FindLosses(rig));

        rig.Database.Writer.Run(WriteStage.Record, connection => connection.Execute("DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)"));

        Assert.Single(FindLosses(rig));
    });

    private async Task RunAsync(string folder, Action<StorageRig> breakIt, Action<StorageRig> mendIt, TimeSpan duration)
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
    private static List<string> FindLosses(StorageRig rig)
    {
        var stored = rig.Store.ReadAfter(0, int.MaxValue).Select(entry => entry.Sequence).ToHashSet();
        var losses = rig.Shown.Where(sequence => !stored.Contains(sequence)).Select(sequence => $"{sequence} was shown and is not stored.").ToList();
        if (!rig.Shown.SequenceEqual(Enumerable.Range(1, rig.Shown.Count).Select(i => (long)i)))
        {
            losses.Add("What was shown is not in order.");
        }

        return losses;
    }

    private static async Task InFolderAsync(Func<string, Task> run)
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
