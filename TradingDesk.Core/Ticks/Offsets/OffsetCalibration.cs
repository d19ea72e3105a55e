using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Offsets;

/// <summary>What came of a calibration.</summary>
public enum OffsetOutcome : byte
{
    Accepted = 1,

    /// <summary>A step that enough calibrations in a row have agreed on.</summary>
    AcceptedStep = 2,

    /// <summary>A step that is not confirmed; the former value stays in force.</summary>
    Step = 3,

    /// <summary>Too few pairs in the window.</summary>
    TooFewPairs = 4,

    /// <summary>No ATR14(M1) yet to hold the result against.</summary>
    NoYardstick = 5,

    /// <summary>The pairs disagree among themselves.</summary>
    TooWide = 6,
}

public static class OffsetOutcomeExtensions
{
    /// <summary>The name in JSON: <c>acceptedStep</c> for <see cref="OffsetOutcome.AcceptedStep"/>.</summary>
    public static string ToName(this OffsetOutcome outcome) => outcome switch
    {
        OffsetOutcome.Accepted => "accepted",
        OffsetOutcome.AcceptedStep => "acceptedStep",
        OffsetOutcome.Step => "step",
        OffsetOutcome.TooFewPairs => "tooFewPairs",
        OffsetOutcome.NoYardstick => "noYardstick",
        OffsetOutcome.TooWide => "tooWide",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
    };
}

/// <summary>One calibration: what was measured, and what is in force after it. Immutable.</summary>
/// <param name="Pairs">In the window.</param>
/// <param name="Difference">Measured execution − other at the other venue's present price, in quote currency; <see langword="null"/> where nothing was measured.</param>
/// <param name="Band">1.4826 × the median absolute deviation of the pairs, in quote currency.</param>
/// <param name="Atr">ATR14(M1) that it was held against, in quote currency.</param>
/// <param name="Step">Measured value against the one in force before, in quote currency.</param>
/// <param name="DriftAtrPerHour">Slope of the last accepted calibrations (Theil–Sen).</param>
/// <param name="InForce">The offset in force after this calibration.</param>
public sealed record OffsetCalibration(
    Timestamp At,
    OffsetOutcome Outcome,
    int Pairs,
    double? Difference,
    double? Band,
    double? Atr,
    double? Step,
    double? DriftAtrPerHour,
    VenueOffset InForce)
{
    public bool IsAccepted => Outcome is OffsetOutcome.Accepted or OffsetOutcome.AcceptedStep;
}
