using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>
/// How data quality is judged. Section <c>Desk:Quality</c>; one instance serves all instruments. A weight says how much of the score (0 to 1) a fault costs when all
/// of what it is held against is faulty: with weight 12 a fault in 5 % of the window costs 0.6. Weights: 0 (ignored) to 100.
/// </summary>
public sealed class QualityOptions
{
    public const string Section = "Desk:Quality";

    /// <summary>Length of the rolling window in event time, 1 minute to 6 hours; default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "06:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Score below which the data are degraded, 0 to 1; default 0.9.</summary>
    [Range(0.0, 1.0)]
    public double DegradedBelow { get; set; } = 0.9;

    /// <summary>Score below which the data are poor and entries are blocked, 0 to 1; default 0.6.</summary>
    [Range(0.0, 1.0)]
    public double PoorBelow { get; set; } = 0.6;

    /// <summary>How far above the threshold the score must be before a worse state is left, 0 to 0.2; default 0.05.</summary>
    [Range(0.0, 0.2)]
    public double RecoveryMargin { get; set; } = 0.05;

    /// <summary>Messages that fault counts are held against at least, so that one fault in a quiet market is not a catastrophe, 10 to 10,000; default 100.</summary>
    [Range(10, 10_000)]
    public int FewestMessages { get; set; } = 100;

    /// <summary>Seconds that faulty seconds are held against at least, for the first minutes of a run, 10 to 3,600; default 300.</summary>
    [Range(10, 3_600)]
    public int FewestSeconds { get; set; } = 300;

    /// <summary>Time without a tick of the primary venue after which it counts as silent, 5 s to 10 minutes; default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Multiple of the baseline above which a spread counts as blown out, 1.5 to 50; default 3 (DOMAIN A6, feed validator).</summary>
    [Range(1.5, 50.0)]
    public double SpreadMultiple { get; set; } = 3;

    /// <summary>Time constant with which the spread's baseline follows, 10 s to 2 hours; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "02:00:00")]
    public TimeSpan SpreadMemory { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Distance between the venues, after the shift, beyond which they diverge, in offset bands (σ), 2 to 100; default 8. Never less than the baseline spread times <see cref="SpreadMultiple"/>.</summary>
    [Range(2.0, 100.0)]
    public double DivergenceBands { get; set; } = 8;

    /// <summary>Weight of <see cref="QualityFault.Gap"/>; default 12: half a minute of 15 is poor.</summary>
    [Range(0.0, 100.0)]
    public double GapWeight { get; set; } = 12;

    /// <summary>Weight of <see cref="QualityFault.Silent"/>; default 12.</summary>
    [Range(0.0, 100.0)]
    public double SilentWeight { get; set; } = 12;

    /// <summary>Weight of <see cref="QualityFault.WideSpread"/>; default 1.</summary>
    [Range(0.0, 100.0)]
    public double WideSpreadWeight { get; set; } = 1;

    /// <summary>Weight of <see cref="QualityFault.Divergence"/>; default 2.</summary>
    [Range(0.0, 100.0)]
    public double DivergenceWeight { get; set; } = 2;

    /// <summary>Weight of <see cref="QualityFault.Crossed"/>; default 10.</summary>
    [Range(0.0, 100.0)]
    public double CrossedWeight { get; set; } = 10;

    /// <summary>Weight of <see cref="QualityFault.Duplicate"/>; default 4: they are recognised and do no harm by themselves.</summary>
    [Range(0.0, 100.0)]
    public double DuplicateWeight { get; set; } = 4;

    /// <summary>Weight of <see cref="QualityFault.OutOfOrder"/>; default 5.</summary>
    [Range(0.0, 100.0)]
    public double OutOfOrderWeight { get; set; } = 5;

    /// <summary>Weight of <see cref="QualityFault.Stale"/>; default 5.</summary>
    [Range(0.0, 100.0)]
    public double StaleWeight { get; set; } = 5;

    /// <summary>Weight of <see cref="QualityFault.Jump"/>; default 10.</summary>
    [Range(0.0, 100.0)]
    public double JumpWeight { get; set; } = 10;

    /// <summary>Weight of <see cref="QualityFault.Clock"/>; default 5.</summary>
    [Range(0.0, 100.0)]
    public double ClockWeight { get; set; } = 5;

    /// <summary>Weight of <see cref="QualityFault.BadPrice"/>; default 10.</summary>
    [Range(0.0, 100.0)]
    public double BadPriceWeight { get; set; } = 10;

    /// <summary>Weight of <see cref="QualityFault.ZeroVolume"/>; default 1.</summary>
    [Range(0.0, 100.0)]
    public double ZeroVolumeWeight { get; set; } = 1;

    /// <summary>Weight of <see cref="QualityFault.Inconsistent"/>, held against the minutes observed; default 3: one minute of 15 costs 0.2.</summary>
    [Range(0.0, 100.0)]
    public double InconsistentWeight { get; set; } = 3;

    public double WeightOf(QualityFault fault) => fault switch
    {
        QualityFault.Gap => GapWeight,
        QualityFault.Silent => SilentWeight,
        QualityFault.WideSpread => WideSpreadWeight,
        QualityFault.Divergence => DivergenceWeight,
        QualityFault.Crossed => CrossedWeight,
        QualityFault.Duplicate => DuplicateWeight,
        QualityFault.OutOfOrder => OutOfOrderWeight,
        QualityFault.Stale => StaleWeight,
        QualityFault.Jump => JumpWeight,
        QualityFault.Clock => ClockWeight,
        QualityFault.BadPrice => BadPriceWeight,
        QualityFault.ZeroVolume => ZeroVolumeWeight,
        QualityFault.Inconsistent => InconsistentWeight,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Unknown fault."),
    };

    /// <exception cref="ValidationException">A value is out of its range, or the thresholds are in the wrong order.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (PoorBelow >= DegradedBelow)
        {
            throw new ValidationException($"{nameof(PoorBelow)} must lie below {nameof(DegradedBelow)}.");
        }
    }
}
