using System.Collections.Concurrent;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>The kinds of stream that one symbol offers; klines follow, one per <see cref="KlineInterval.All"/>.</summary>
internal enum StreamKind : byte
{
    AggTrade,
    Trade,
    BookTicker,
    DepthFast,
    DepthHalfSecond,
    Depth,
    Depth5,
    Depth10,
    Depth20,
    Depth5Fast,
    Depth10Fast,
    Depth20Fast,
    MiniTicker,
    Ticker,
    MarkPrice,
    MarkPriceFast,
    FirstKline,
}

/// <summary>Which door of the exchange a socket came through: spot and unrouted futures, or one of the two routed futures paths.</summary>
internal enum SocketRoute : byte
{
    Unrouted,
    FuturesPublic,
    FuturesMarket,
}

/// <summary>The stream names of one symbol, as Binance spells them.</summary>
internal sealed class StreamNames
{
    private static readonly ConcurrentDictionary<string, StreamNames> Known = new(StringComparer.Ordinal);
    private readonly string[] _names;
    private readonly bool _isFuture;

    private StreamNames(SimulatedInstrument instrument)
    {
        var symbol = instrument.BinanceSymbol!.ToLowerInvariant();
        _isFuture = instrument.IsFuture;
        _names =
        [
            $"{symbol}@aggTrade", $"{symbol}@trade", $"{symbol}@bookTicker", $"{symbol}@depth@100ms", $"{symbol}@depth@500ms", $"{symbol}@depth",
            $"{symbol}@depth5", $"{symbol}@depth10", $"{symbol}@depth20", $"{symbol}@depth5@100ms", $"{symbol}@depth10@100ms", $"{symbol}@depth20@100ms",
            $"{symbol}@miniTicker", $"{symbol}@ticker", $"{symbol}@markPrice", $"{symbol}@markPrice@1s",
            .. KlineInterval.All.Select(interval => $"{symbol}@kline_{interval.Name}"),
        ];
    }

    public string AggTrade => this[StreamKind.AggTrade];

    public string BookTicker => this[StreamKind.BookTicker];

    public string Depth => this[StreamKind.DepthFast];

    public string this[StreamKind kind] => _names[(int)kind];

    public static StreamNames Of(SimulatedInstrument instrument) =>
        Known.GetOrAdd(instrument.BinanceSymbol!, static (_, i) => new StreamNames(i), instrument);

    /// <summary>Finds what a stream name means, or false where nothing here answers to it on this route.</summary>
    public static bool TryFind(SimulatedMarket market, string name, SocketRoute route, out int instrument, out StreamKind kind)
    {
        for (instrument = 0; instrument < market.Instruments.Count; instrument++)
        {
            var spec = market.Instruments[instrument];
            if (!spec.TradesOn(Venue.Binance))
            {
                continue;
            }

            var names = Of(spec);
            var index = Array.IndexOf(names._names, name);
            if (index >= 0)
            {
                kind = (StreamKind)index;
                return names.Delivers(kind, route);
            }
        }

        kind = default;
        return false;
    }

    /// <summary>Spot symbols come unrouted. Futures: books and quotes over /public (and silently unrouted), everything else only over /market.</summary>
    private bool Delivers(StreamKind kind, SocketRoute route)
    {
        if (!_isFuture)
        {
            return route == SocketRoute.Unrouted && kind is not (StreamKind.MarkPrice or StreamKind.MarkPriceFast or StreamKind.DepthHalfSecond);
        }

        var isPublic = kind is StreamKind.Trade or StreamKind.BookTicker or (>= StreamKind.DepthFast and <= StreamKind.Depth20Fast);
        return isPublic ? route != SocketRoute.FuturesMarket : route == SocketRoute.FuturesMarket;
    }
}
