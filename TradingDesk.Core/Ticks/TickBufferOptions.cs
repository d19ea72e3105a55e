using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Ticks;

/// <summary>How many ticks stay in memory.</summary>
public sealed class TickBufferOptions
{
    /// <summary>Bytes for the tick buffers of all instruments together, in MB (10⁶ bytes), 1 to 2,000; default 96.</summary>
    [Range(1, 2_000)]
    public int TotalMegabytes { get; set; } = 96;

    /// <summary>Age beyond which ticks are given up even where there is room, 1 minute to 1 day; default 3 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Span { get; set; } = TimeSpan.FromHours(3);

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
