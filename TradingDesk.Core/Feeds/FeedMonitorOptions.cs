using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Feeds;

/// <summary>Limits of <see cref="FeedMonitor"/>, from the <c>feed.*</c> keys of a symbol; the same for its venues.</summary>
public sealed record FeedMonitorOptions
{
    /// <summary>Ticks per minute that are expected, 0.01 to 100,000; <see langword="null"/> learns them by venue and hour of the week.</summary>
    [Range(0.01, 100_000.0)]
    public double? TicksPerMinute { get; init; }

    /// <summary>Silence from which a venue may count as quiet, 1 to 600 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan QuietAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence from which it may count as dead, 5 to 3,600 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Mean delay from event to receipt from which ticks count as lagging, 0.1 to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LaggingAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Age up to which a heartbeat shows that a silent venue is alive, 1 to 600 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeartbeatAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence in expected intervals between ticks below which a venue is neither quiet nor (three times this) dead, 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int QuietIntervals { get; init; } = 20;

    /// <summary>Event time that a change must last before it is announced, 0 to 60 s; a lost connection and a closed market are announced at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Hysteresis { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The same with limits in time that are <paramref name="factor"/> times as long, within their ranges: for a simulation that runs faster than the machine it runs on.</summary>
    public FeedMonitorOptions Stretched(double factor) => this with
    {
        QuietAfter = Least(QuietAfter * factor, TimeSpan.FromMinutes(10)),
        DeadAfter = Least(DeadAfter * factor, TimeSpan.FromHours(1)),
        LaggingAfter = Least(LaggingAfter * factor, TimeSpan.FromMinutes(1)),
        HeartbeatAfter = Least(HeartbeatAfter * factor, TimeSpan.FromMinutes(10)),
        Hysteresis = Least(Hysteresis * factor, TimeSpan.FromMinutes(1)),
    };

    private static TimeSpan Least(TimeSpan left, TimeSpan right) => left < right ? left : right;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
