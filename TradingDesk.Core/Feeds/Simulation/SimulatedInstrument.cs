using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>The nature of one simulated instrument: what it is called on each venue, where its price lives and how it moves. Immutable.</summary>
public sealed record SimulatedInstrument
{
    public required Symbol Symbol { get; init; }

    /// <summary>Upper-case Binance symbol, or null where Binance does not list it.</summary>
    public string? BinanceSymbol { get; init; }

    /// <summary>True where the Binance symbol is a USD-M future (<c>/fapi</c>, routed sockets), false for spot.</summary>
    public bool IsFuture { get; init; }

    public required string BaseAsset { get; init; }

    public required string QuoteAsset { get; init; }

    /// <summary>Decimal places of prices on both venues; one tick is 10^−PriceDecimals.</summary>
    public required int PriceDecimals { get; init; }

    /// <summary>Decimal places of Binance quantities; one step is 10^−QuantityDecimals.</summary>
    public required int QuantityDecimals { get; init; }

    /// <summary>The price that the market is drawn back to over weeks, in quote currency.</summary>
    public required double AnchorPrice { get; init; }

    /// <summary>Typical move of a day as a fraction of the price.</summary>
    public required double DailyVolatility { get; init; }

    /// <summary>True where the broker (not Binance) is closed from Friday 22:00 to Sunday 22:00 UTC.</summary>
    public required bool ClosesAtWeekend { get; init; }

    /// <summary>Mean Binance aggregate trades per second; 0 without Binance.</summary>
    public double TradesPerSecond { get; init; }

    /// <summary>Mean Binance best bid/ask changes per second; 0 without Binance.</summary>
    public double BinanceQuotesPerSecond { get; init; }

    /// <summary>Mean broker quotes per second.</summary>
    public required double Mt5QuotesPerSecond { get; init; }

    /// <summary>Typical Binance spread in ticks.</summary>
    public double BinanceSpreadTicks { get; init; }

    /// <summary>Typical broker spread in ticks.</summary>
    public required double Mt5SpreadTicks { get; init; }

    /// <summary>Mean of Binance price minus latent price, in quote currency.</summary>
    public double BinanceBasis { get; init; }

    /// <summary>Mean of broker price minus latent price, in quote currency.</summary>
    public double Mt5Basis { get; init; }

    /// <summary>How far the basis wanders around its mean over hours, in quote currency.</summary>
    public double BasisWander { get; init; }

    /// <summary>Median traded quantity in base units.</summary>
    public double MedianTradeQuantity { get; init; }

    /// <summary>Grid of the synthetic book behind the best price, in ticks.</summary>
    public int BookGridTicks { get; init; } = 1;

    /// <summary>Ticks per unit of quote currency: 10^PriceDecimals.</summary>
    public double TicksPerUnit => Math.Pow(10, PriceDecimals);

    public bool TradesOn(Venue venue) => venue == Venue.Mt5 || (venue == Venue.Binance && BinanceSymbol is not null);

    /// <summary>BTCUSD (Binance spot BTCUSDT; the broker about 90 USD below), XAUUSD (USD-M XAUUSDT about 15 USD above the broker) and GBPJPY (broker only).</summary>
    public static IReadOnlyList<SimulatedInstrument> Defaults { get; } =
    [
        new()
        {
            Symbol = new Symbol("BTCUSD"), BinanceSymbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT", PriceDecimals = 2, QuantityDecimals = 5,
            AnchorPrice = 78_000, DailyVolatility = 0.032, ClosesAtWeekend = false, TradesPerSecond = 2.5, BinanceQuotesPerSecond = 3.5, Mt5QuotesPerSecond = 1.5,
            BinanceSpreadTicks = 12, Mt5SpreadTicks = 900, Mt5Basis = -90, BasisWander = 9, MedianTradeQuantity = 0.004, BookGridTicks = 50,
        },
        new()
        {
            Symbol = new Symbol("XAUUSD"), BinanceSymbol = "XAUUSDT", IsFuture = true, BaseAsset = "XAU", QuoteAsset = "USDT", PriceDecimals = 2, QuantityDecimals = 3,
            AnchorPrice = 3_300, DailyVolatility = 0.0135, ClosesAtWeekend = true, TradesPerSecond = 1.0, BinanceQuotesPerSecond = 1.6, Mt5QuotesPerSecond = 1.5,
            BinanceSpreadTicks = 6, Mt5SpreadTicks = 20, BinanceBasis = 15, BasisWander = 0.8, MedianTradeQuantity = 0.08, BookGridTicks = 5,
        },
        new()
        {
            Symbol = new Symbol("GBPJPY"), BaseAsset = "GBP", QuoteAsset = "JPY", PriceDecimals = 3, QuantityDecimals = 2,
            AnchorPrice = 200, DailyVolatility = 0.0085, ClosesAtWeekend = true, Mt5QuotesPerSecond = 1.6, Mt5SpreadTicks = 14,
        },
    ];
}
