using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>How long the desk keeps what. Section <c>Desk:Retention</c>. Orders, fills, trades, configuration versions and the audit log are kept for ever.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Desk:Retention";

    /// <summary>One-second rows of ticks, in hours.</summary>
    [Range(1, 24 * 365)]
    public int TickHours { get; set; } = 48;

    /// <summary>M1 bars (and S1, where they are stored), in days.</summary>
    [Range(1, 3650)]
    public int M1BarDays { get; set; } = 7;

    /// <summary>M5 bars, in days.</summary>
    [Range(1, 3650)]
    public int M5BarDays { get; set; } = 30;

    /// <summary>Bars of M15 and above, in days.</summary>
    [Range(1, 3650)]
    public int HigherBarDays { get; set; } = 90;

    /// <summary>Fused M5 candles, in days.</summary>
    [Range(1, 3650)]
    public int M5CandleDays { get; set; } = 30;

    /// <summary>How long bars stay in the archive after they left the database, in days. A file covers a day and goes when all of it is older.</summary>
    [Range(0, 3650)]
    public int ArchiveDays { get; set; } = 14;

    /// <summary>Structure events, in days.</summary>
    [Range(1, 3650)]
    public int StructureDays { get; set; } = 365;

    /// <summary>Calibrations of the offset between the venues, in days.</summary>
    [Range(1, 3650)]
    public int OffsetDays { get; set; } = 90;

    /// <summary>Decision traces, in days.</summary>
    [Range(1, 3650)]
    public int DecisionDays { get; set; } = 90;

    /// <summary>Journal rows, in days: how far back an event stream can resume. The state that they led to stays.</summary>
    [Range(1, 3650)]
    public int JournalDays { get; set; } = 7;

    /// <summary>Files of the event log, in days.</summary>
    [Range(1, 3650)]
    public int EventLogDays { get; set; } = 30;

    /// <summary>Files of the macro log (<c>macro/</c>), in days.</summary>
    [Range(1, 3650)]
    public int MacroLogDays { get; set; } = 7;

    /// <summary>Signals, in days.</summary>
    [Range(1, 3650)]
    public int SignalDays { get; set; } = 90;

    /// <summary>Management steps of positions, stored analyses, decided proposals, validation runs and quality days, in days.</summary>
    [Range(1, 3650)]
    public int RecordDays { get; set; } = 365;

    /// <summary>Rows of one delete; between two the desk's own writes get their turn.</summary>
    [Range(100, 50_000)]
    public int ChunkRows { get; set; } = 5_000;

    internal TimeSpan BarsKept(Timeframe timeframe) => TimeSpan.FromDays(timeframe switch
    {
        Timeframe.S1 or Timeframe.M1 => M1BarDays,
        Timeframe.M5 => M5BarDays,
        _ => HigherBarDays,
    });
}
