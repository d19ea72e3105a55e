namespace TradingDesk.Core.Indicators;

/// <summary>Session VWAP at a bar's close.</summary>
/// <param name="Vwap">Volume-weighted mean of typical prices since the session's start, in quote currency per unit.</param>
/// <param name="Sigma">Volume-weighted standard deviation of typical prices over the σ window; <see langword="null"/> below ten bars.</param>
public readonly record struct VwapReading(double Vwap, double? Sigma)
{
    /// <summary>The band <paramref name="k"/> standard deviations above, or <see langword="null"/> while σ is unknown.</summary>
    public double? Upper(double k) => Sigma is { } sigma ? Vwap + (k * sigma) : null;

    /// <summary>The band <paramref name="k"/> standard deviations below, or <see langword="null"/> while σ is unknown.</summary>
    public double? Lower(double k) => Sigma is { } sigma ? Vwap - (k * sigma) : null;
}
