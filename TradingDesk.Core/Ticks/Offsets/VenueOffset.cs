using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Offsets;

/// <summary>How the two venues' prices are related.</summary>
public enum OffsetKind : byte
{
    /// <summary>Execution price = other price + value.</summary>
    Additive = 1,

    /// <summary>Execution price = other price × value.</summary>
    Ratio = 2,
}

/// <summary>How far the offset in force may be trusted.</summary>
public enum OffsetState : byte
{
    /// <summary>Never measured.</summary>
    None = 0,

    /// <summary>The latest calibration was accepted.</summary>
    Accepted = 1,

    /// <summary>The latest calibration failed; the last good value is in force.</summary>
    Held = 2,

    /// <summary>The latest calibration lies too far from the value in force; it must be confirmed. The last good value is in force.</summary>
    Stepping = 3,

    /// <summary>No calibration was accepted for so long that nothing may rely on the value.</summary>
    Stale = 4,
}

public static class OffsetKindExtensions
{
    /// <summary>additive, ratio.</summary>
    public static string ToName(this OffsetKind kind) => kind switch
    {
        OffsetKind.Additive => "additive",
        OffsetKind.Ratio => "ratio",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };
}

public static class OffsetStateExtensions
{
    /// <summary>none, accepted, held, stepping, stale.</summary>
    public static string ToName(this OffsetState state) => state switch
    {
        OffsetState.None => "none",
        OffsetState.Accepted => "accepted",
        OffsetState.Held => "held",
        OffsetState.Stepping => "stepping",
        OffsetState.Stale => "stale",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };
}

/// <summary>
/// What MetaTrader 5's mid is relative to Binance's, whichever of them is primary: the one place where a price of one venue becomes a price of the other.
/// Immutable.
/// </summary>
/// <param name="Value">Quote currency per unit (additive) or a factor (ratio).</param>
/// <param name="Band">1.4826 × the median absolute deviation at the last accepted calibration, in quote currency per unit.</param>
/// <param name="CalibrationConfidence">0 to 1 at that calibration; see <see cref="ConfidenceAt"/> for now.</param>
/// <param name="CalibratedAt">Event time of the last accepted calibration.</param>
/// <param name="Lifetime">Age at which it is stale.</param>
public readonly record struct VenueOffset(
    OffsetKind Kind,
    double Value,
    double Band,
    double CalibrationConfidence,
    Timestamp CalibratedAt,
    TimeSpan Lifetime,
    OffsetState State)
{
    /// <summary>The venue that orders go to.</summary>
    public const Venue Execution = Venue.Mt5;

    /// <summary>The other one.</summary>
    public const Venue Other = Venue.Binance;

    public bool HasValue => State != OffsetState.None;

    /// <summary>True where bars may be carried across: a value that is neither disputed nor stale.</summary>
    public bool IsUsable => State is OffsetState.Accepted or OffsetState.Held;

    /// <summary>True where the desk puts the value onto prices: everything but none and stale.</summary>
    public bool IsApplied => State is OffsetState.Accepted or OffsetState.Held or OffsetState.Stepping;

    /// <summary>Age at <paramref name="now"/>; zero while there is no value.</summary>
    public TimeSpan AgeAt(Timestamp now) => HasValue && now > CalibratedAt ? now - CalibratedAt : TimeSpan.Zero;

    /// <summary>Confidence of the calibration, falling in a straight line to 0 at the age at which the offset is stale.</summary>
    public double ConfidenceAt(Timestamp now) =>
        HasValue && Lifetime > TimeSpan.Zero ? CalibrationConfidence * Math.Clamp(1 - (AgeAt(now) / Lifetime), 0, 1) : 0;

    /// <summary>A price of one venue as a price of the other.</summary>
    /// <exception cref="InvalidOperationException">There is no value.</exception>
    public double Convert(double price, Venue from, Venue to)
    {
        if (from == to)
        {
            return price;
        }

        if (!HasValue)
        {
            throw new InvalidOperationException("The venues have not been compared yet.");
        }

        return Kind == OffsetKind.Additive
            ? (to == Execution ? price + Value : price - Value)
            : (to == Execution ? price * Value : price / Value);
    }

    /// <summary><see cref="Convert"/> of the other venue's prices into <paramref name="venue"/>'s, as a factor and an addend.</summary>
    /// <exception cref="InvalidOperationException">There is no value.</exception>
    public PriceShift ShiftInto(Venue venue) => (HasValue, Kind) switch
    {
        (false, _) => throw new InvalidOperationException("The venues have not been compared yet."),
        (_, OffsetKind.Additive) => PriceShift.Additive(venue == Execution ? Value : -Value),
        _ => new PriceShift(venue == Execution ? Value : 1 / Value, 0),
    };

    /// <summary>The offset as a difference (execution − other) at a price of the other venue, in quote currency per unit.</summary>
    public double DifferenceAt(double otherPrice) => Convert(otherPrice, Other, Execution) - otherPrice;

    internal void SaveState(StateWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write(Value);
        writer.Write(Band);
        writer.Write(CalibrationConfidence);
        writer.Write(CalibratedAt);
        writer.Write(Lifetime.Ticks);
        writer.Write((byte)State);
    }

    internal static VenueOffset Read(StateReader reader) => new(
        (OffsetKind)reader.ReadByte(),
        Value: reader.ReadDouble(),
        Band: reader.ReadDouble(),
        CalibrationConfidence: reader.ReadDouble(),
        CalibratedAt: reader.ReadTimestamp(),
        Lifetime: TimeSpan.FromTicks(reader.ReadInt64()),
        (OffsetState)reader.ReadByte());
}
