using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Operations.Sleep;

/// <summary>When the desk counts as having slept, and how it carries on. Section <c>Desk:Recovery</c>.</summary>
public sealed class RecoveryOptions
{
    public const string Section = "Desk:Recovery";

    /// <summary>Real seconds without a beat of the desk's clock from which it has slept (suspended, paused, stopped): 1 to 60. A shorter stall is the machine's load.</summary>
    [Range(1.0, 60.0)]
    public double SleepGapSeconds { get; set; } = 5;

    /// <summary>Event minutes up to which what was missed is fetched trade by trade and tick by tick: 1 to 1,440. A longer gap is filled with M1 bars.</summary>
    [Range(1, 1_440)]
    public int GapFillMinutes { get; set; } = 30;
}
