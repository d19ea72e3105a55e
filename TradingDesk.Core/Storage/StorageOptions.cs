using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Storage;

/// <summary>How the desk keeps its database. Section <c>Desk:Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Desk:Storage";

    /// <summary>Name of the database inside the data folder.</summary>
    [Required]
    [RegularExpression(@"^[A-Za-z0-9_\-]{1,40}\.db$", MatchTimeoutInMilliseconds = 1000)]
    public string FileName { get; set; } = "desk.db";

    /// <summary>How long a write waits for another process's lock before it fails, in milliseconds.</summary>
    [Range(10, 30_000)]
    public int BusyTimeoutMs { get; set; } = 2_000;

    /// <summary>Connections that queries share; more queries at once wait for one.</summary>
    [Range(1, 64)]
    public int ReadConnections { get; set; } = 4;

    /// <summary>Page cache of each connection, in MiB.</summary>
    [Range(1, 256)]
    public int CacheMiB { get; set; } = 8;

    /// <summary>Rows of ticks that wait for the disk; when it is full the oldest gives way.</summary>
    [Range(1_000, 1_000_000)]
    public int TickQueueRows { get; set; } = 65_536;

    /// <summary>Bars that wait for the disk; when it is full the caller waits, which only a bulk load of history on a stuck disk can see.</summary>
    [Range(1_000, 2_000_000)]
    public int BarQueueRows { get; set; } = 262_144;

    /// <summary>Most rows of one bulk transaction: also the longest that a journal commit can wait for one.</summary>
    [Range(1, 10_000)]
    public int BatchRows { get; set; } = 1_000;

    /// <summary>How long rows are collected before a transaction that is not full is written, in milliseconds.</summary>
    [Range(10, 10_000)]
    public int FlushIntervalMs { get; set; } = 200;

    /// <summary>Backups made before migrations that are kept.</summary>
    [Range(1, 100)]
    public int BackupsKept { get; set; } = 5;
}
