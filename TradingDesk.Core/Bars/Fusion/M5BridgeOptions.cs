using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>How the M5 candles of two venues become one (DOMAIN A7). Section <c>Desk:M5Bridge</c>; one instance serves all instruments.</summary>
public sealed class M5BridgeOptions
{
    public const string Section = "Desk:M5Bridge";

    /// <summary>Weight of the primary venue's close in the fused close, a fraction from 0.5 to 1; default 0.7. The second venue has the rest.</summary>
    [Range(0.5, 1.0)]
    public double PrimaryWeight { get; set; } = 0.7;

    /// <summary>How long after its end (event time) a candle waits for the second venue before it is given out from the primary alone, 0 to 60 s; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Smallest body that votes for a direction, in ATR14(M5), 0 to 2; default 0.25.</summary>
    [Range(0.0, 2.0)]
    public double VoteAtr { get; set; } = 0.25;

    /// <summary>ATR14 readings whose median is the measure of usual volatility, 20 to 1,000; default 100.</summary>
    [Range(20, 1_000)]
    public int VolatilityWindow { get; set; } = 100;

    /// <summary>ATR14 over its median above which volatility is expanding, 1 to 5; default 1.2.</summary>
    [Range(1.0, 5.0)]
    public double ExpandingAbove { get; set; } = 1.2;

    /// <summary>ATR14 over its median below which volatility is contracting, 0.1 to 1; default 0.8.</summary>
    [Range(0.1, 1.0)]
    public double ContractingBelow { get; set; } = 0.8;

    /// <summary>Fused closes that the slope is fitted to, 3 to 32; default 6 (half an hour).</summary>
    [Range(3, 32)]
    public int SlopeBars { get; set; } = 6;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
