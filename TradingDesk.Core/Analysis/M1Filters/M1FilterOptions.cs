using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Analysis.M1Filters;

/// <summary>Tunables of the five M1 filters of one symbol (DOMAIN A2.3). Defaults are BTCUSD's.</summary>
public sealed record M1FilterOptions
{
    /// <summary>Filters that must pass for an entry, 1 to 5; default 3.</summary>
    [Range(1, 5)]
    public int MinimumPassed { get; init; } = 3;

    /// <summary>How many bars back a micro break may lie, 1 to 60; default 5.</summary>
    [Range(1, 60)]
    public int Lookback { get; init; } = 5;

    /// <summary>How many bars back the cross of the VWAP may lie, 1 to 60; default 5.</summary>
    [Range(1, 60)]
    public int ReclaimBars { get; init; } = 5;

    /// <summary>Largest distance of the close from the VWAP after a reclaim, in σ, 0.01 to 10; default 0.2.</summary>
    [Range(0.01, 10.0)]
    public double MaxVwapDistanceSigma { get; init; } = 0.2;

    /// <summary>Signed volume of the bar over the mean |signed volume| before it, 0.1 to 20; default 1.5.</summary>
    [Range(0.1, 20.0)]
    public double DeltaSpike { get; init; } = 1.5;

    /// <summary>Bars in that mean, the bar itself excluded, 5 to 500; default 20.</summary>
    [Range(5, 500)]
    public int DeltaPeriods { get; init; } = 20;

    /// <summary>Mean below which there is no verdict, in base units (ticks where no volume is told), 0 to 1,000,000; default 0.01.</summary>
    [Range(0.0, 1_000_000.0)]
    public double MinimumDelta { get; init; } = 0.01;

    /// <summary>How far beyond the swing the close must be, in ATR14(M1) of the bar before, 0 to 5; default 0.25.</summary>
    [Range(0.0, 5.0)]
    public double MicroBreakAtr { get; init; } = 0.25;

    /// <summary>Bars on either side of the swings that a micro break breaks, 1 to 50; default 3.</summary>
    [Range(1, 50)]
    public int MicroSwingLength { get; init; } = 3;

    /// <summary>Event time after a micro break in which another one of the same direction does not count anew, 0 to 24 h; default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MicroBreakCooldown { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Largest ATR14(M1) / ATR14(M5), 0.05 to 2; default 0.5. Under √time scaling the ratio is about 0.447.</summary>
    [Range(0.05, 2.0)]
    public double MaxAtrRatio { get; init; } = 0.5;

    /// <summary>Closed bars whose spread makes the median, 5 to 1,000; default 20.</summary>
    [Range(5, 1_000)]
    public int SpreadWindow { get; init; } = 20;

    /// <summary>A spread above this multiple of the median does not enter the window once it holds ten, 1 to 100; default 2.</summary>
    [Range(1.0, 100.0)]
    public double SpreadOutlierMultiple { get; init; } = 2;

    /// <summary>Largest spread in medians, 0.5 to 10; default 1.25.</summary>
    [Range(0.5, 10.0)]
    public double MaxSpreadMedians { get; init; } = 1.25;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public M1FilterOptions Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }
}
