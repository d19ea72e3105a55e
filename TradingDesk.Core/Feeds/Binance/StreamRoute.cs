namespace TradingDesk.Core.Feeds.Binance;

/// <summary>One connection's worth of streams: where it goes and whom it serves. Subscribing is done by the address, so it cannot be done twice.</summary>
internal sealed record StreamRoute(string Name, Uri Address, IReadOnlyList<int> Slots, bool CarriesTrades, bool CarriesQuotes)
{
    /// <summary>Symbols per connection: with four streams each, well below Binance's limits on streams and on the length of an address.</summary>
    private const int MaxSymbols = 50;

    /// <summary>Spot streams share a connection; USD-M splits quotes and books (<c>/public</c>) from trades and candles (<c>/market</c>).</summary>
    public static IReadOnlyList<StreamRoute> Plan(IReadOnlyList<BinanceSymbol> symbols, BinanceOptions options)
    {
        string[] trades = options.Klines ? ["aggTrade", "kline_1m"] : ["aggTrade"];
        string[] quotes = options.Depth ? ["bookTicker", "depth@100ms"] : ["bookTicker"];
        var routes = new List<StreamRoute>();
        Add(BinanceMarket.Spot, "spot", options.SpotStreamUrl, "stream", [.. trades, .. quotes], carriesTrades: true, carriesQuotes: true);
        Add(BinanceMarket.UsdM, "usdm/public", options.FuturesStreamUrl, "public/stream", quotes, carriesTrades: false, carriesQuotes: true);
        Add(BinanceMarket.UsdM, "usdm/market", options.FuturesStreamUrl, "market/stream", trades, carriesTrades: true, carriesQuotes: false);
        return routes;

        void Add(BinanceMarket market, string name, Uri host, string path, string[] streams, bool carriesTrades, bool carriesQuotes)
        {
            var slots = Enumerable.Range(0, symbols.Count).Where(i => symbols[i].Market == market);
            foreach (var part in slots.Chunk(MaxSymbols))
            {
                var query = string.Join('/', part.SelectMany(slot => streams.Select(stream => $"{symbols[slot].StreamName}@{stream}")));
                var address = new Uri($"{host.AbsoluteUri.TrimEnd('/')}/{path}?streams={query}");
                routes.Add(new StreamRoute(routes.Exists(r => r.Name == name) ? $"{name} {routes.Count}" : name, address, part, carriesTrades, carriesQuotes));
            }
        }
    }
}
