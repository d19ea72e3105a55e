using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Configuration;

/// <summary>How the symbols' configuration files are watched. Section <c>Desk:Config</c>.</summary>
public sealed class ConfigStoreOptions
{
    public const string Section = "Desk:Config";

    /// <summary>Time between two looks at the files; 00:00:00.1 to 00:01:00, default 0.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A file's content is taken only after it stood still for this long, so that none is read half written; 0 to 10 s, default 0.2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan SettleFor { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Larger files are refused unread; bytes, 4 KiB to 1 MiB, default 64 KiB.</summary>
    [Range(4_096, 1_048_576)]
    public int MaxFileBytes { get; set; } = 65_536;

    /// <summary>
    /// Whether an edited file may make a risk limit less strict; default false: that takes an authorised call, whose author is known.
    /// </summary>
    public bool FileMayLoosenRisk { get; set; }
}
