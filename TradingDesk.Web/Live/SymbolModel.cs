using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Live;

/// <summary>What the dashboard knows of one symbol. Immutable: each change is a new one.</summary>
/// <param name="UpdatedAt">When anything of it last came in, on this computer's clock; <see langword="null"/> before the first answer.</param>
/// <param name="Fault">Why the last reading failed; <see langword="null"/> where it did not.</param>
/// <param name="FailedAt">When the present row of failures began.</param>
public sealed record SymbolModel(string Symbol, int PriceDecimals, MarketState? State, TickData? Tick, DateTimeOffset? UpdatedAt, Fault? Fault, DateTimeOffset? FailedAt)
{
    public static SymbolModel Unknown(SymbolStatus status) => new(status.Symbol, status.PriceDecimals, State: null, Tick: null, UpdatedAt: null, Fault: null, FailedAt: null);

    /// <summary>The venues as last heard: by tick where one came, otherwise by the last reading.</summary>
    public IReadOnlyList<VenueQuote> Venues => Tick?.Venues ?? State?.Venues ?? [];

    public VenueQuote? Primary => Venues.FirstOrDefault(venue => venue.Primary) ?? Venues.FirstOrDefault();

    public string FeedState => Primary?.FeedState ?? "closed";

    /// <summary>The price of the forming bar, or the middle of the primary venue's quote.</summary>
    public double? Price => Tick?.Price ?? (Primary is { At: not null } quote ? (quote.Bid + quote.Ask) / 2 : null);

    /// <summary>+1 where the price is above the close of the last M1 bar, −1 below, 0 equal or unknown.</summary>
    public int PriceDirection => Price is { } price && State?.RecentCloses is [.., var last] ? Math.Sign(price - last) : 0;

    public SymbolModel With(MarketState state, DateTimeOffset now) => this with { State = state, UpdatedAt = now, Fault = null, FailedAt = null };

    public SymbolModel With(TickData tick, DateTimeOffset now) => this with { Tick = tick, UpdatedAt = now };

    public SymbolModel With(Fault fault, DateTimeOffset now) => this with { Fault = fault, FailedAt = FailedAt ?? now };

    public SymbolModel With(LastDecision decision, DateTimeOffset now) => State is { } state
        ? this with { State = state with { LastDecision = decision }, UpdatedAt = now }
        : this;
}
