using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

/// <summary>The documents of the built-in symbols; what they leave out has the schema's default. Values from DOMAIN A2.1 and A2.4.</summary>
public static class SymbolDefaults
{
    private const string Btcusd = """
        {
          "symbol": "BTCUSD", "assetClass": "crypto", "priority": 10, "primaryVenue": "binance", "secondaryVenue": "mt5",
          "binance": { "symbol": "BTCUSDT", "market": "spot" }, "mt5": { "symbol": "BTCUSD" },
          "tickSize": 0.01, "priceDecimals": 2, "pipSize": 1, "contractSize": 1, "minLots": 0.001, "maxLots": 100, "lotStep": 0.001,
          "accountPerQuote": 1, "closesAtWeekend": false,
          "vwap": { "sessionAnchor": "utcDay", "maxDistanceSigma": 0.2 },
          "atr": { "maxRatio": 0.5, "ratioMultiplier": 1.5, "highVolatilityThreshold": 3 },
          "delta": { "spikeThreshold": 1.5 },
          "offset": { "maxQuoteAgeSeconds": 2 },
          "spreadFilter": { "normalPips": 2, "elevatedPips": 5, "highPips": 10, "extremePips": 20, "maxSpreadPips": 20 },
          "risk": { "maxLotsPerOrder": 0.1, "hourlyLotLimit": 1, "dailyLotLimit": 2, "maxDrawdownFraction": 0.05, "circuitBreakerFraction": 0.02 }
        }
        """;

    private const string Xauusd = """
        {
          "symbol": "XAUUSD", "assetClass": "metal", "priority": 20, "primaryVenue": "mt5", "secondaryVenue": "binance",
          "binance": { "symbol": "XAUUSDT", "market": "usdm" }, "mt5": { "symbol": "XAUUSD" },
          "tickSize": 0.01, "priceDecimals": 2, "pipSize": 0.1, "contractSize": 100, "minLots": 0.01, "maxLots": 50, "lotStep": 0.01,
          "accountPerQuote": 1, "closesAtWeekend": true,
          "vwap": { "sessionAnchor": "fxSessions", "sigmaWindowMinutes": 120, "maxDistanceSigma": 0.15 },
          "atr": { "maxRatio": 0.4, "ratioMultiplier": 1.2, "highVolatilityThreshold": 2.5 },
          "delta": { "spikeThreshold": 1.3 },
          "microBos": { "minAtrDisplacement": 0.3 },
          "spreadFilter": { "normalPips": 1, "elevatedPips": 2, "highPips": 4, "extremePips": 8, "maxSpreadPips": 8 },
          "risk": { "maxLotsPerOrder": 0.05, "hourlyLotLimit": 0.25, "dailyLotLimit": 0.5, "maxDrawdownFraction": 0.03, "circuitBreakerFraction": 0.015 }
        }
        """;

    private const string Gbpjpy = """
        {
          "symbol": "GBPJPY", "assetClass": "fx", "priority": 30, "primaryVenue": "mt5",
          "mt5": { "symbol": "GBPJPY" },
          "tickSize": 0.001, "priceDecimals": 3, "pipSize": 0.01, "contractSize": 100000, "minLots": 0.01, "maxLots": 50, "lotStep": 0.01,
          "accountPerQuote": 0.0067, "closesAtWeekend": true,
          "vwap": { "sessionAnchor": "fxSessions", "maxDistanceSigma": 0.18 },
          "atr": { "maxRatio": 0.45 },
          "delta": { "spikeThreshold": 1.5 },
          "risk": { "maxLotsPerOrder": 0.1, "hourlyLotLimit": 0.5, "dailyLotLimit": 1, "maxDrawdownFraction": 0.03, "circuitBreakerFraction": 0.015 }
        }
        """;

    /// <summary>BTCUSD, XAUUSD and GBPJPY.</summary>
    public static IReadOnlyList<ConfigDocument> All { get; } = [Read(Btcusd), Read(Xauusd), Read(Gbpjpy)];

    /// <summary>The built-in document of a symbol, or <see langword="null"/> where there is none.</summary>
    public static ConfigDocument? Find(Symbol symbol) =>
        All.FirstOrDefault(document => document["symbol"].ValueEquals(symbol.Name));

    private static ConfigDocument Read(string json)
    {
        var outcome = ConfigDocument.Parse(JsonElement.Parse(json));
        return outcome.IsSuccess ? outcome.Value : throw new InvalidOperationException($"A built-in document is wrong: {outcome.Fault}");
    }
}
