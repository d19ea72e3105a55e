using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

public static class BinanceSymbols
{
    /// <summary>The desk's instruments that the options name, as Binance knows them, in the order of the options.</summary>
    public static IReadOnlyList<BinanceSymbol> Resolve(BinanceOptions options, IReadOnlyList<Instrument> instruments)
    {
        var ids = instruments.ToDictionary(i => i.Symbol.Name, i => i.Id, StringComparer.Ordinal);
        return [.. options.Symbols.Where(s => ids.ContainsKey(s.Symbol)).Select(s => new BinanceSymbol(ids[s.Symbol], s.VenueSymbol, s.Market))];
    }
}

/// <summary>The last aggregate trade of an instrument that an earlier run of the desk passed on: where the feed takes up again.</summary>
public readonly record struct LastAggTrade(long Id, Timestamp Time);
