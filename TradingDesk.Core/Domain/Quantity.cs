using System.Globalization;

namespace TradingDesk.Core.Domain;

/// <summary>A non-negative volume in lots (a lot is <see cref="Instrument.ContractSize"/> units of the base asset).</summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    public static readonly Quantity Zero = new(0m);

    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public Quantity(decimal lots)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lots);
        Lots = lots;
    }

    public decimal Lots { get; }

    public bool IsZero => Lots == 0m;

    public int CompareTo(Quantity other) => Lots.CompareTo(other.Lots);

    public static bool operator <(Quantity left, Quantity right) => left.Lots < right.Lots;

    public static bool operator >(Quantity left, Quantity right) => left.Lots > right.Lots;

    public static bool operator <=(Quantity left, Quantity right) => left.Lots <= right.Lots;

    public static bool operator >=(Quantity left, Quantity right) => left.Lots >= right.Lots;

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Lots + right.Lots);

    /// <exception cref="ArgumentOutOfRangeException">The result would be negative.</exception>
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Lots - right.Lots);

    public static Quantity Min(Quantity left, Quantity right) => left <= right ? left : right;

    public override string ToString() => Lots.ToString(CultureInfo.InvariantCulture);
}
