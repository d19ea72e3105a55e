using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Support;

/// <summary>Instruments with round numbers for tests.</summary>
internal static class TestInstruments
{
    public static Instrument Btc(int id = 0, string symbol = "BTCUSD", Venue? secondary = null) => new()
    {
        Symbol = new Symbol(symbol),
        Id = id,
        TickSize = 0.01m,
        PriceDecimals = 2,
        PipSize = 1m,
        ContractSize = 1m,
        MinLots = new Quantity(0.01m),
        MaxLots = new Quantity(10m),
        LotStep = new Quantity(0.01m),
        AccountPerQuote = 1m,
        PrimaryVenue = Venue.Binance,
        SecondaryVenue = secondary,
        ClosesAtWeekend = false,
    };

    public static Instrument GbpJpy(int id = 1) => new()
    {
        Symbol = new Symbol("GBPJPY"),
        Id = id,
        TickSize = 0.001m,
        PriceDecimals = 3,
        PipSize = 0.01m,
        ContractSize = 100_000m,
        MinLots = new Quantity(0.01m),
        MaxLots = new Quantity(5m),
        LotStep = new Quantity(0.01m),
        AccountPerQuote = 0.0065m,
        PrimaryVenue = Venue.Mt5,
        ClosesAtWeekend = true,
    };
}
