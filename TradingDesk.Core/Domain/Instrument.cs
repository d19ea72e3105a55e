namespace TradingDesk.Core.Domain;

/// <summary>Towards which side a price is put onto the tick grid.</summary>
public enum RoundingDirection
{
    Nearest,
    Down,
    Up,
}

/// <summary>What a bar's prices are made of.</summary>
public enum BarPrice
{
    /// <summary>Trade prices (Binance): bars equal the exchange's own klines.</summary>
    LastTrade,

    /// <summary>Bid quotes (MetaTrader's convention).</summary>
    Bid,
}

/// <summary>The fixed facts of a traded instrument. Immutable; a change of specification is a new instance.</summary>
public sealed class Instrument
{
    private readonly BarPrice? _barPrice;

    public required Symbol Symbol { get; init; }

    /// <summary>Dense index of the instrument in this desk, from 0; used instead of the name on the hot path.</summary>
    public required int Id { get; init; }

    /// <summary>Smallest price step, in quote currency per unit; positive.</summary>
    public required decimal TickSize { get; init; }

    /// <summary>Decimal places that prices are shown with; 0 to 8.</summary>
    public required int PriceDecimals { get; init; }

    /// <summary>The trader's "pip", in quote currency per unit; positive.</summary>
    public required decimal PipSize { get; init; }

    /// <summary>Units of the base asset in one lot; positive.</summary>
    public required decimal ContractSize { get; init; }

    public required Quantity MinLots { get; init; }

    public required Quantity MaxLots { get; init; }

    public required Quantity LotStep { get; init; }

    /// <summary>Account currency per one unit of quote currency (1 where they are the same); positive.</summary>
    public required decimal AccountPerQuote { get; init; }

    /// <summary>The venue whose ticks build this instrument's bars.</summary>
    public required Venue PrimaryVenue { get; init; }

    /// <summary>The venue that carries the bars while the primary is lost; <see langword="null"/> where there is none.</summary>
    public Venue? SecondaryVenue { get; init; }

    /// <summary>What bars are made of; by default bids for MetaTrader 5 and trades elsewhere.</summary>
    public BarPrice BarPrice
    {
        get => _barPrice ?? (PrimaryVenue == Venue.Mt5 ? BarPrice.Bid : BarPrice.LastTrade);
        init => _barPrice = value;
    }

    /// <summary>True where the market closes from Friday 22:00 to Sunday 22:00 UTC.</summary>
    public required bool ClosesAtWeekend { get; init; }

    /// <summary>The one seam from analysis to orders: puts a computed price on the tick grid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or rounds to zero or below.</exception>
    public Price RoundToTick(double value, RoundingDirection direction)
    {
        if (!double.IsFinite(value) || Math.Abs(value) >= 1e15)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A price must be finite and below 1e15.");
        }

        var steps = (decimal)value / TickSize;
        var whole = direction switch
        {
            RoundingDirection.Down => decimal.Floor(steps),
            RoundingDirection.Up => decimal.Ceiling(steps),
            _ => decimal.Round(steps, 0, MidpointRounding.ToEven),
        };
        return new Price(whole * TickSize);
    }

    /// <summary>The largest tradable volume not above <paramref name="lots"/>; zero where even the minimum is too much.</summary>
    public Quantity FloorToLotStep(decimal lots)
    {
        var floored = decimal.Floor(Math.Min(lots, MaxLots.Lots) / LotStep.Lots) * LotStep.Lots;
        return floored < MinLots.Lots ? Quantity.Zero : new Quantity(floored);
    }

    /// <summary>The account-currency value of a price move of <paramref name="distance"/> (quote currency per unit) on <paramref name="quantity"/>.</summary>
    public Money ValueOf(decimal distance, Quantity quantity) =>
        new(checked(distance * ContractSize * quantity.Lots * AccountPerQuote));
}
