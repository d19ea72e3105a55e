namespace TradingDesk.Core.Ticks;

/// <summary>
/// How a price of the second venue becomes one of the primary: price × <see cref="Factor"/> + <see cref="Addend"/>. An additive basis has factor 1, a
/// multiplicative one addend 0.
/// </summary>
public readonly record struct PriceShift
{
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite and positive, or the addend not finite.</exception>
    public PriceShift(double factor, double addend)
    {
        if (!(factor > 0) || !double.IsFinite(factor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be finite and positive.");
        }

        if (!double.IsFinite(addend))
        {
            throw new ArgumentOutOfRangeException(nameof(addend), addend, "The addend must be finite.");
        }

        Factor = factor;
        Addend = addend;
    }

    public double Factor { get; }

    /// <summary>In quote currency per unit.</summary>
    public double Addend { get; }

    /// <param name="addend">Primary minus second venue, in quote currency per unit.</param>
    public static PriceShift Additive(double addend) => new(1, addend);

    public double ToPrimary(double secondaryPrice) => (secondaryPrice * Factor) + Addend;
}
