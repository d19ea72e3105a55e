using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Analysis.Liquidity;

/// <summary>How liquidity is read from the closed bars and final swings of one timeframe.</summary>
public sealed class LiquidityOptions
{
    /// <summary>
    /// Half the width of the band within which swings count as equal, in ATR(14) at the close that made the first of them final, 0 to 5; default 0.1.
    /// </summary>
    [Range(0.0, 5.0)]
    public double PoolToleranceAtr { get; set; } = 0.1;

    /// <summary>Levels with one touch or more kept per side, 16 to 10,000; default 512. Above it the oldest is forgotten and counted.</summary>
    [Range(16, 10_000)]
    public int MaxPools { get; set; } = 512;

    /// <summary>How far beyond a level a bar must reach to sweep it, in ATR(14) of the bar before, 0 to 5; default 0.15.</summary>
    [Range(0.0, 5.0)]
    public double SweepAtr { get; set; } = 0.15;

    /// <summary>Final swings watched for sweeps per side, 1 to 1,000; default 16. The oldest gives way and is counted.</summary>
    [Range(1, 1_000)]
    public int MaxSweepLevels { get; set; } = 16;

    /// <summary>Bars after a sweep within which a close beyond the sweep bar's other end confirms it, 1 to 100; default 3.</summary>
    [Range(1, 100)]
    public int ConfirmationBars { get; set; } = 3;

    /// <summary>Bars of the mean volume that a sweep's volume is held against, 2 to 1,000; default 20.</summary>
    [Range(2, 1_000)]
    public int VolumeBars { get; set; } = 20;

    /// <summary>Times that mean from which a sweep is the surer, 0.1 to 100; default 1.5.</summary>
    [Range(0.1, 100.0)]
    public double VolumeSurge { get; set; } = 1.5;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
