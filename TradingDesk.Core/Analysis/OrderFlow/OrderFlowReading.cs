using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>Bought against sold of the last seconds.</summary>
/// <param name="At">The instant of the newest tick; windows end with its second.</param>
/// <param name="Bought30s">Bought volume of thirty seconds, in base units (ticks where there are no trades).</param>
/// <param name="Sold30s">Sold volume, same unit.</param>
/// <param name="VolumeRate10s">Volume per second of the last ten seconds.</param>
/// <param name="VolumeRate60s">Volume per second of the last sixty seconds.</param>
/// <param name="IsInferred">True where the sides were inferred from price changes, not told by the venue.</param>
/// <param name="IsWarm">True once sixty seconds of ticks were seen.</param>
public readonly record struct PressureReading(Timestamp At, double Bought30s, double Sold30s, double VolumeRate10s, double VolumeRate60s, bool IsInferred, bool IsWarm)
{
    private const double SpikeMultiple = 2;

    /// <summary>(bought − sold) / (bought + sold) of thirty seconds, −1 to 1; <see langword="null"/> without volume. A ratio of 1.5 is 0.2.</summary>
    public double? Balance30s => Bought30s + Sold30s > 0 ? (Bought30s - Sold30s) / (Bought30s + Sold30s) : null;

    /// <summary>Rate of ten seconds over that of sixty; <see langword="null"/> until warm or without volume.</summary>
    public double? VolumeSpikeRatio => IsWarm && VolumeRate60s > 0 ? VolumeRate10s / VolumeRate60s : null;

    /// <summary>True where the last ten seconds trade at more than twice the rate of the last sixty.</summary>
    public bool IsVolumeSpike => VolumeSpikeRatio > SpikeMultiple;
}

/// <summary>All order-flow measures of one symbol as they stand after an event.</summary>
public sealed record OrderFlowReading(
    DeltaReading? Delta,
    PressureReading? Pressure,
    SpreadReading Spread,
    double? UsualSpread,
    BookReading? Book,
    double? Vpin,
    double? KyleLambda,
    AbsorptionReading? Absorption,
    IReadOnlyList<LargeTradeTier> LargeTrades);
