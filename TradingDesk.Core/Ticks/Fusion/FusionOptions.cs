using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Ticks.Fusion;

/// <summary>How the two venues' ticks become one tape, and when the second venue carries the bars. From the <c>fusion.*</c> and <c>failover.*</c> keys.</summary>
public sealed record FusionOptions
{
    /// <summary>Event time that a tick waits for earlier ones of the other venue, 0 to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan ReorderWindow { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>False: bars of a lost primary wait for it, whatever the second venue does.</summary>
    public bool FailoverEnabled { get; init; } = true;

    /// <summary>How long the primary must be dead before the second venue carries the bars, 1 s to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan FailoverAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the primary must be live without a break before it carries them again, 1 s to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BackAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for a simulation whose event time runs faster: the reorder window is <paramref name="speed"/>, the failover's <paramref name="factor"/> times as long, within their ranges.</summary>
    public FusionOptions Stretched(double speed, double factor) => this with
    {
        ReorderWindow = TimeSpan.FromSeconds(Math.Min(10, ReorderWindow.TotalSeconds * Math.Max(1, speed))),
        FailoverAfter = TimeSpan.FromSeconds(Math.Min(600, FailoverAfter.TotalSeconds * factor)),
        BackAfter = TimeSpan.FromSeconds(Math.Min(3_600, BackAfter.TotalSeconds * factor)),
    };

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
