using System.Globalization;

namespace TradingDesk.Core.Domain;

/// <summary>A signed amount in the account's currency. The desk keeps one account currency; conversion happens in <see cref="Instrument"/>.</summary>
public readonly record struct Money(decimal Amount) : IComparable<Money>
{
    public static readonly Money Zero = new(0m);

    public int CompareTo(Money other) => Amount.CompareTo(other.Amount);

    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount);

    public static Money operator -(Money left, Money right) => new(left.Amount - right.Amount);

    public static Money operator -(Money value) => new(-value.Amount);

    public static Money operator *(Money value, decimal factor) => new(value.Amount * factor);

    public static bool operator <(Money left, Money right) => left.Amount < right.Amount;

    public static bool operator >(Money left, Money right) => left.Amount > right.Amount;

    public static bool operator <=(Money left, Money right) => left.Amount <= right.Amount;

    public static bool operator >=(Money left, Money right) => left.Amount >= right.Amount;

    /// <summary>Rounded to cents, half to even.</summary>
    public Money RoundToCents() => new(decimal.Round(Amount, 2, MidpointRounding.ToEven));

    public override string ToString() => Amount.ToString("0.00", CultureInfo.InvariantCulture);
}
