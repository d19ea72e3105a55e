using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Risk;

/// <summary>How far the prices that a proposal was made from may be trusted as prices of the venue that orders go to.</summary>
/// <param name="IsOtherVenue">True where orders go to another venue than the one whose ticks build the bars.</param>
/// <param name="FailedOverSeconds">Event time for which the primary has been lost; <see langword="null"/> while it is not.</param>
/// <param name="AgeSeconds">Age of the offset in force.</param>
/// <param name="Step">How far the latest calibration lies from the value in force, in quote currency; 0 where it does not.</param>
/// <param name="LargestStep">What would be accepted at once, in quote currency.</param>
public readonly record struct OffsetStanding(bool IsOtherVenue, double? FailedOverSeconds, OffsetState State, double AgeSeconds, double LifetimeSeconds, double Step, double LargestStep);
