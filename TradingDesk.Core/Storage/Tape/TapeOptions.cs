using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>The raw tape. Section <c>Desk:Tape</c>.</summary>
public sealed class TapeOptions
{
    public const string Section = "Desk:Tape";

    /// <summary>Whether raw messages are recorded. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Folder of the tape; one that is not absolute lies in the data folder. Default <c>tape</c>.</summary>
    [Required]
    public string Folder { get; set; } = "tape";

    /// <summary>Days that files are kept, 1 to 3,650. Default 14.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 14;

    /// <summary>Mebibytes that all files together may take, 10 to 10,485,760; the oldest go first. Default 10,240.</summary>
    [Range(10, 10_485_760)]
    public long MaxMebibytes { get; set; } = 10_240;

    /// <summary>Messages that may wait for the disk, 16 to 1,048,576; more are dropped and counted. Default 16,384.</summary>
    [Range(16, 1_048_576)]
    public int QueueMessages { get; set; } = 16_384;

    /// <summary>Mebibytes that waiting messages may hold, 1 to 1,024. Default 32.</summary>
    [Range(1, 1_024)]
    public int QueueMebibytes { get; set; } = 32;

    /// <summary>Milliseconds of real time after which what was written reaches the file, 100 to 60,000: what a kill may cost. Default 2,000.</summary>
    [Range(100, 60_000)]
    public int FlushMs { get; set; } = 2_000;
}
