using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>A request that Binance would refuse with 400. Caught by <see cref="RestApi"/> alone.</summary>
internal sealed class RestCallException(int code, string message) : Exception(message)
{
    public int Code => code;
}

/// <summary>One request's parameters, read the way Binance reads them.</summary>
internal sealed class RestCall(HttpRequest request, bool isFuture, Timestamp now)
{
    public bool IsFuture => isFuture;

    public Timestamp Now => now;

    /// <summary>True where times are asked for in microseconds.</summary>
    public bool IsMicroseconds => string.Equals(request.Header("x-mbx-time-unit"), "MICROSECOND", StringComparison.OrdinalIgnoreCase);

    public string? Text(string name) => request.Query.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <exception cref="RestCallException">The parameter is there and no whole number.</exception>
    public long? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw new RestCallException(-1100, $"Illegal characters found in parameter '{name}'.");
    }

    /// <summary>An instant in milliseconds; microseconds are told by their size.</summary>
    public long? Milliseconds(string name) => Number(name) is { } value ? (value > 100_000_000_000_000 ? value / 1_000 : value) : null;

    public int Limit(int usual, int most)
    {
        var limit = Number("limit") ?? usual;
        return limit == 0 ? throw new RestCallException(-1130, "Data sent for parameter 'limit' is not valid.") : (int)Math.Min(limit, most);
    }

    /// <summary>The limit for weighing, whether or not it is valid.</summary>
    public int LooseLimit(int usual) => int.TryParse(Text("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : usual;

    /// <exception cref="RestCallException">The symbol is missing or not listed on this side of the exchange.</exception>
    public int Instrument(SimulatedMarket market)
    {
        var symbol = Text("symbol") ?? throw new RestCallException(-1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.");
        return Find(market, symbol);
    }

    public int Find(SimulatedMarket market, string symbol)
    {
        var index = market.IndexOfBinance(symbol);
        return index >= 0 && market.Instruments[index].IsFuture == isFuture ? index : throw new RestCallException(-1121, "Invalid symbol.");
    }

    public KlineInterval Interval()
    {
        var name = Text("interval") ?? throw new RestCallException(-1102, "Mandatory parameter 'interval' was not sent, was empty/null, or malformed.");
        var interval = KlineInterval.Find(name);
        return interval is null || (isFuture && interval.Name == "1s") ? throw new RestCallException(-1120, "Invalid interval.") : interval;
    }
}
