using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>The instruments and options of the bridge's tests.</summary>
internal static class BridgeInstruments
{
    public const string Token = "a-token-for-tests-only";

    public static Instrument Gold { get; } = Create("XAUUSD", id: 0, decimals: 2, contract: 100);

    public static Instrument PoundYen { get; } = Create("GBPJPY", id: 1, decimals: 3, contract: 100_000);

    public static IReadOnlyList<Instrument> All { get; } = [Gold, PoundYen];

    public static BridgeOptions Options() => new() { Port = 0, Token = Token, SymbolSuffix = "m" };

    public static BridgeDecoder Decoder(BridgeOptions? options = null) => new(new BridgeSymbols(All, options ?? Options()), options ?? Options());

    public static BridgeContext Context(BridgeOptions? options = null, MarketContext? world = null)
    {
        options ??= Options();
        var clock = new ManualTimeProvider(BridgeHarness.Start);
        return new BridgeContext(options, new BridgeSymbols(All, options), tap: null, world ?? new MarketContext(), clock, clock);
    }

    private static Instrument Create(string name, int id, int decimals, decimal contract) => new()
    {
        Symbol = new Symbol(name),
        Id = id,
        TickSize = new decimal(1, 0, 0, isNegative: false, scale: (byte)decimals),
        PriceDecimals = decimals,
        PipSize = 0.01m,
        ContractSize = contract,
        MinLots = new Quantity(0.01m),
        MaxLots = new Quantity(10m),
        LotStep = new Quantity(0.01m),
        AccountPerQuote = 1m,
        PrimaryVenue = Venue.Mt5,
        ClosesAtWeekend = true,
    };
}
