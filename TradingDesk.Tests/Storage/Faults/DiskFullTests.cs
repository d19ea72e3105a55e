using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Storage.Faults;

/// <summary>
/// RELIABILITY T03: the disk is full. Nothing crashes, nothing that was shown is missing, memory stays bounded, entries stop within five seconds and go on within
/// ten after there is room again.
/// </summary>
public sealed class DiskFullTests(ITestOutputHelper output)
{
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
        await FaultRun.RunAsync(output, disk.Folder, _ => SmallDisk.Fill(ballast), _ => File.Delete(ballast), FaultRun.BrokenFor);
    }
}

/// <summary>The same without rights to mount: SQLite may use no page more.</summary>
public sealed class PageLimitTests(ITestOutputHelper output)
{
    [Fact]
    public Task Desk_AtItsPageLimit_StopsEntriesShowsNothingUnwrittenAndRecovers() => FaultRun.InFolderAsync(folder => FaultRun.RunAsync(
        output,
        folder,
        rig => rig.Database.Writer.Maintain("PRAGMA max_page_count = 1"), // Sets it to the present size.
        rig => rig.Database.Writer.Maintain("PRAGMA max_page_count = 1073741823"),
        FaultRun.BrokenFor));
}

/// <summary>RELIABILITY T04: another process holds the write lock.</summary>
public sealed class LockedDatabaseTests(ITestOutputHelper output)
{
    [Fact]
    public Task Desk_DatabaseLocked_GoesOnTakingTicksAndLosesNothingShown() => FaultRun.InFolderAsync(async folder =>
    {
        RawConnection? other = null;
        await FaultRun.RunAsync(
            output,
            folder,
            rig =>
            {
                other = new RawConnection(rig.Database.FilePath, 5_000, 1);
                other.Execute("BEGIN IMMEDIATE");
            },
            _ => other!.Dispose(),
            FaultRun.LockedFor);
    });
}

/// <summary>RELIABILITY T04: the database cannot be written to; and the control of all these tests.</summary>
public sealed class ReadOnlyDatabaseTests(ITestOutputHelper output)
{
    [Fact]
    public Task Desk_DatabaseReadOnly_GoesOnTakingTicksAndLosesNothingShown() => FaultRun.InFolderAsync(folder => FaultRun.RunAsync(
        output,
        folder,
        rig => rig.Database.Writer.Maintain("PRAGMA query_only = 1"),
        rig => rig.Database.Writer.Maintain("PRAGMA query_only = 0"),
        FaultRun.BrokenFor));

    /// <summary>Planted: a desk whose last entry is not on the disk, though it showed it, is found out by the check that the others pass.</summary>
    [Fact]
    public Task FindLosses_AnEntryShownAndNotWritten_IsReported() => FaultRun.InFolderAsync(async folder =>
    {
        await using var rig = new StorageRig(folder, FaultRun.Options);
        await StorageRig.WaitAsync("entries are shown", () => rig.Shown.Count > 20, TimeSpan.FromSeconds(20));
        await rig.StopAsync();
        Assert.Empty(FaultRun.FindLosses(rig));

        rig.Database.Writer.Run(WriteStage.Record, connection => connection.Execute("DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)"));

        Assert.Single(FaultRun.FindLosses(rig));
    });
}
