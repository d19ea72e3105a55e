using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Ticks;

/// <summary>What a tick must be like to be believed.</summary>
public sealed class TickOptions
{
    /// <summary>How far behind the newest tick of its lane (venue and kind) a live tick may lie, 0 to 10 seconds; default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan AllowedLateness { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Age at reception above which a live tick is stale, 100 ms to 10 minutes; default 10 s. Ticks fetched after a gap are exempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far its instant may lie after its reception (clocks differ), 0 to 1 minute; default 10 s, as for a stale one: a clock that is off by seconds must not cost ticks.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxFuture { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A jump from the venue's last price above this fraction of it must be confirmed by a second tick, 0.0001 to 1; default 0.02.</summary>
    [Range(0.0001, 1.0)]
    public double OutlierFraction { get; set; } = 0.02;

    /// <summary>
    /// A jump above this multiple of the venue's typical move must be confirmed too, 5 to 10,000; default 100. The typical move is an average of the last
    /// moves that were not zero. Jumps below <see cref="OutlierFloorFraction"/> of the price always pass.
    /// </summary>
    [Range(5.0, 10_000.0)]
    public double OutlierMoves { get; set; } = 100;

    /// <summary>The fraction of the price below which <see cref="OutlierMoves"/> is not applied, 0 to 1; default 0.001.</summary>
    [Range(0.0, 1.0)]
    public double OutlierFloorFraction { get; set; } = 0.001;

    /// <summary>Highest price believed, in quote currency per unit, 1 to 10¹²; default 10⁹.</summary>
    [Range(1.0, 1e12)]
    public double MaxPrice { get; set; } = 1e9;

    /// <summary>Recent messages of a lane that are remembered to find duplicates, 64 to 65,536, a power of two; default 4,096.</summary>
    [Range(64, 65_536)]
    public int DuplicateMemory { get; set; } = 4_096;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (!System.Numerics.BitOperations.IsPow2(DuplicateMemory))
        {
            throw new ValidationException($"{nameof(DuplicateMemory)} must be a power of two, not {DuplicateMemory}.");
        }
    }
}
