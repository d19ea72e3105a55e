using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Ticks;

/// <summary>When an instrument's ticks come so fast that quotes are thinned out.</summary>
public sealed class SpikeOptions
{
    /// <summary>Mean rate over <see cref="Window"/> from which quotes are conflated, in ticks per second, 10 to 1,000,000; default 1,000.</summary>
    [Range(10, 1_000_000)]
    public int TicksPerSecond { get; set; } = 1_000;

    /// <summary>Seconds that the rate is taken over, 1 to 600; default 60. What has come faster counts at once: ten times the rate is seen in a tenth of the window.</summary>
    [Range(1, 600)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>Fraction of the rate below which conflation ends, 0.1 to 1; default 0.8.</summary>
    [Range(0.1, 1.0)]
    public double ReleaseFraction { get; set; } = 0.8;

    /// <summary>Milliseconds of which only a venue's last quote is kept, 1 to 1,000; default 50.</summary>
    [Range(1, 1_000)]
    public int ConflateMilliseconds { get; set; } = 50;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
