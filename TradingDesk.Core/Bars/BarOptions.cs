using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Bars;

/// <summary>How bars are built from ticks. One instance serves all instruments.</summary>
public sealed class BarOptions
{
    /// <summary>
    /// How long after its end (in event time) a bar waits for ticks that are out of order, 0 to 10 seconds; default 500 ms. A longer wait delays every
    /// decision by as much.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan AllowedLateness { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Minutes that a hold (interrupted feed) may keep open at most, 10 to 1,440; default 240. Older minutes are then given up: they close flagged
    /// <see cref="Domain.BarFlags.Gap"/>.
    /// </summary>
    [Range(10, 1_440)]
    public int MaxHeldMinutes { get; set; } = 240;

    /// <summary>
    /// The longest run of minutes without a tick that is written out as flat bars, 1 to 44,640; default 1,440. After a longer one the ladder leaves
    /// the hole open and starts anew behind it, and the higher bars over it are flagged <see cref="Domain.BarFlags.Gap"/>.
    /// </summary>
    [Range(1, 44_640)]
    public int MaxFlatMinutes { get; set; } = 1_440;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
