using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>Settings for the symbols of a replay: the built-in ones where there are, a plain instrument otherwise.</summary>
internal static class ReplayInstruments
{
    /// <param name="venue">Whose ticks build the bars.</param>
    /// <param name="quotesOnly">True where the input has quotes and no trades: bars are then made of bids.</param>
    public static SymbolSettings For(Symbol symbol, int id, Venue venue, bool quotesOnly)
    {
        var known = SymbolDefaults.Find(symbol);
        var settings = known is null ? new SymbolSettings { Instrument = Plain(symbol, id, venue, quotesOnly) } : new SymbolConfig(known).ToSettings(id);
        return known is null ? settings : settings with { Instrument = From(settings.Instrument, venue, quotesOnly) };
    }

    private static Instrument From(Instrument known, Venue venue, bool quotesOnly) => new()
    {
        Symbol = known.Symbol,
        Id = known.Id,
        TickSize = known.TickSize,
        PriceDecimals = known.PriceDecimals,
        PipSize = known.PipSize,
        ContractSize = known.ContractSize,
        MinLots = known.MinLots,
        MaxLots = known.MaxLots,
        LotStep = known.LotStep,
        AccountPerQuote = known.AccountPerQuote,
        PrimaryVenue = venue,
        BarPrice = quotesOnly ? BarPrice.Bid : BarPrice.LastTrade,
        ClosesAtWeekend = known.ClosesAtWeekend,
    };

    private static Instrument Plain(Symbol symbol, int id, Venue venue, bool quotesOnly) => new()
    {
        Symbol = symbol,
        Id = id,
        TickSize = 0.00001m,
        PriceDecimals = 5,
        PipSize = 0.0001m,
        ContractSize = 1m,
        MinLots = new Quantity(0.01m),
        MaxLots = new Quantity(100m),
        LotStep = new Quantity(0.01m),
        AccountPerQuote = 1m,
        PrimaryVenue = venue,
        BarPrice = quotesOnly ? BarPrice.Bid : BarPrice.LastTrade,
        ClosesAtWeekend = false,
    };
}
