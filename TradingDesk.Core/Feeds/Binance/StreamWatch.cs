namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// When each symbol last had something from each kind of stream. Noted by the handling task, read by the watch. Trades may rest in a quiet market and get
/// six times the limit.
/// </summary>
internal sealed class StreamWatch(int slots, TimeProvider clock)
{
    private const int Kinds = 4;
    private const int TradeKind = 0;
    private const int TradePatience = 6;

    private static readonly string[] Names = ["trades", "quotes", "depth", "candles"];

    private readonly long[] _last = [.. Enumerable.Repeat(clock.GetTimestamp(), slots * Kinds)];
    private readonly bool[] _isExpected = new bool[slots * Kinds];
    private string _detail = "";

    /// <summary>Which stream is silent; empty where none is.</summary>
    public string Detail => Volatile.Read(ref _detail);

    /// <summary>A stream is only missed once it has delivered, or where its route promises it (trades and quotes).</summary>
    public void Expect(StreamRoute route)
    {
        foreach (var slot in route.Slots)
        {
            for (var kind = 0; kind < Kinds; kind++)
            {
                var isPromised = (kind == 0 && route.CarriesTrades) || (kind == 1 && route.CarriesQuotes);
                _isExpected[(slot * Kinds) + kind] |= isPromised;
                Volatile.Write(ref _last[(slot * Kinds) + kind], clock.GetTimestamp());
            }
        }
    }

    /// <summary>Something came; <paramref name="now"/> is a monotonic timestamp.</summary>
    public void Note(int slot, BinanceFrameKind kind, long now)
    {
        var index = kind switch
        {
            BinanceFrameKind.AggTrade or BinanceFrameKind.Trade => 0,
            BinanceFrameKind.BookTicker => 1,
            BinanceFrameKind.DepthUpdate => 2,
            BinanceFrameKind.Kline => 3,
            _ => -1,
        };
        if (slot >= 0 && index >= 0)
        {
            Volatile.Write(ref _last[(slot * Kinds) + index], now);
            _isExpected[(slot * Kinds) + index] = true;
        }
    }

    /// <summary>True where a stream of the route has been silent for too long; it is then given as long again.</summary>
    public bool FindStale(StreamRoute route, IReadOnlyList<TimeSpan> limits, Func<int, string> nameOf)
    {
        var silent = new List<string>();
        foreach (var slot in route.Slots)
        {
            for (var kind = 0; kind < Kinds; kind++)
            {
                ref var last = ref _last[(slot * Kinds) + kind];
                var limit = limits[slot] * (kind == TradeKind ? TradePatience : 1);
                if (_isExpected[(slot * Kinds) + kind] && IsOn(route, kind) && clock.GetElapsedTime(Volatile.Read(ref last)) > limit)
                {
                    silent.Add($"{nameOf(slot)} {Names[kind]} silent for {limit.TotalSeconds:F0} s");
                    Volatile.Write(ref last, clock.GetTimestamp());
                }
            }
        }

        if (silent.Count > 0)
        {
            Volatile.Write(ref _detail, string.Join(", ", silent));
        }

        return silent.Count > 0;
    }

    public void Clear() => Volatile.Write(ref _detail, "");

    private static bool IsOn(StreamRoute route, int kind) => kind is 0 or 3 ? route.CarriesTrades : route.CarriesQuotes;
}
