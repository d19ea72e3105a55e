using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Ticks.Offsets;

/// <summary>Which relation between the venues is fitted.</summary>
public enum OffsetFit : byte
{
    /// <summary>Additive where var(d) ≤ var(log ratio · price), ratio otherwise.</summary>
    Auto,
    Additive,
    Ratio,
}

/// <summary>How the offset between the venues is measured (DOMAIN A6, recommended form). One instance per symbol, from its <c>offset.*</c> keys.</summary>
public sealed record OffsetOptions
{
    public OffsetFit Fit { get; init; } = OffsetFit.Auto;

    /// <summary>Event time between calibrations, 10 s to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far back pairs are used, 1 minute to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Age of the other venue's quote at the execution venue's above which they are no pair, 100 ms to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan MaxQuoteAge { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pairs that a calibration needs, 5 to 1,000.</summary>
    [Range(5, 1_000)]
    public int MinPairs { get; init; } = 30;

    /// <summary>Pairs from which their number takes nothing off the confidence, 5 to 2,000.</summary>
    [Range(5, 2_000)]
    public int FullConfidencePairs { get; init; } = 100;

    /// <summary>Largest dispersion that is accepted, in ATR14(M1), 0.05 to 5.</summary>
    [Range(0.05, 5.0)]
    public double MaxBandAtr { get; init; } = 0.5;

    /// <summary>Largest change that is accepted at once, in ATR14(M1), 0.05 to 5.</summary>
    [Range(0.05, 5.0)]
    public double MaxStepAtr { get; init; } = 0.5;

    /// <summary>Agreeing calibrations in a row that a larger change needs, 2 to 20.</summary>
    [Range(2, 20)]
    public int StepConfirmations { get; init; } = 3;

    /// <summary>Intervals without an accepted calibration after which the offset is stale, 1 to 60.</summary>
    [Range(1, 60)]
    public int StaleAfterIntervals { get; init; } = 5;

    /// <summary>Drift above which people are told, in ATR14(M1) per hour, 0.1 to 100.</summary>
    [Range(0.1, 100.0)]
    public double MaxDriftAtrPerHour { get; init; } = 2;

    /// <summary>Age at which an offset is stale.</summary>
    public TimeSpan Lifetime => Interval * StaleAfterIntervals;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
