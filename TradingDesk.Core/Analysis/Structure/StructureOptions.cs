using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>How market structure is read from the closed bars of one timeframe.</summary>
public sealed class StructureOptions
{
    /// <summary>Bars after a swing that confirm it (and, less one, before it), 1 to 50; default 5. A swing is known that many bars late.</summary>
    [Range(1, 50)]
    public int SwingLength { get; set; } = 5;

    /// <summary>
    /// True to round break levels to single precision as the reference library does. Only for reproducing its files; off by default, because it moves
    /// levels by up to 6·10⁻⁸ of the price.
    /// </summary>
    public bool Parity { get; set; }

    /// <summary>
    /// How far beyond the level a live break must close, in ATRs of the bar before, 0 to 5; default 0 (any close beyond; 0.25 is usual where it is on).
    /// While the ATR warms up nothing passes a filter above 0.
    /// </summary>
    [Range(0.0, 5.0)]
    public double DisplacementAtr { get; set; }

    /// <summary>Period of that ATR in bars, 1 to 1,000; default 14.</summary>
    [Range(1, 1_000)]
    public int DisplacementAtrPeriod { get; set; } = 14;

    /// <summary>Live breaks that the bullish and bearish counts look back over, 1 to 100; default 10.</summary>
    [Range(1, 100)]
    public int RecentBreaks { get; set; } = 10;

    /// <summary>
    /// Unbroken patterns kept waiting per side, 16 to 100,000; default 4,096. Above it the oldest is dropped and counted
    /// (<see cref="StructureAnalyzer.DroppedPatterns"/>).
    /// </summary>
    [Range(16, 100_000)]
    public int MaxWaitingPatterns { get; set; } = 4_096;

    /// <summary>Uncancelled breaks kept to cancel older ones with, 16 to 100,000; default 1,024. Only final ones are forgotten beyond it.</summary>
    [Range(16, 100_000)]
    public int MaxKnownBreaks { get; set; } = 1_024;

    /// <summary>True to join fair value gaps of one direction that follow each other bar by bar; off by default, because a join takes back an event.</summary>
    public bool JoinConsecutiveGaps { get; set; }

    /// <summary>Untouched gaps kept per side, 16 to 100,000; default 1,024. Above it the oldest is forgotten and counted.</summary>
    [Range(16, 100_000)]
    public int MaxOpenGaps { get; set; } = 1_024;

    /// <summary>True where only a bar's body can break an order block; by default its wick can.</summary>
    public bool BlocksBreakByBody { get; set; }

    /// <summary>Order blocks that are not invalidated, kept per side, 16 to 10,000; default 256. Above it the oldest is forgotten and counted.</summary>
    [Range(16, 10_000)]
    public int MaxOrderBlocks { get; set; } = 256;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
