using System.Globalization;

namespace TradingDesk.Core.Domain;

/// <summary>A positive price in the instrument's quote currency per unit. For orders and money; analyzers use <see cref="double"/>.</summary>
public readonly record struct Price : IComparable<Price>
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public Price(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        Value = value;
    }

    public decimal Value { get; }

    public int CompareTo(Price other) => Value.CompareTo(other.Value);

    public static bool operator <(Price left, Price right) => left.Value < right.Value;

    public static bool operator >(Price left, Price right) => left.Value > right.Value;

    public static bool operator <=(Price left, Price right) => left.Value <= right.Value;

    public static bool operator >=(Price left, Price right) => left.Value >= right.Value;

    /// <summary>The signed distance between two prices, in quote currency per unit.</summary>
    public static decimal operator -(Price left, Price right) => left.Value - right.Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
