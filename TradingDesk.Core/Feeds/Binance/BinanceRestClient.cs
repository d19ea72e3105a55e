using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Http;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Binance's public REST data, spot and USD-M: candles, trades after a gap, books, limits and time. Faults are returned. Thread-safe.</summary>
public sealed class BinanceRestClient : IHistoricalBars, IDisposable
{
    /// <summary>Rows per page of candles and trades.</summary>
    public const int PageSize = 1_000;

    private const int ClockProbes = 5;

    private readonly BinanceRestTransport _transport;
    private readonly IReadOnlyList<BinanceSymbol> _symbols;
    private readonly TimeProvider _clock;
    private readonly int _depthLevels;

    /// <param name="http">Makes the clients: limits are shared with whoever else asks the same hosts.</param>
    public BinanceRestClient(OutgoingHttp http, BinanceOptions options, IReadOnlyList<BinanceSymbol> symbols, TimeProvider clock)
    {
        options.ThrowIfInvalid();
        _transport = new BinanceRestTransport(http, options);
        _symbols = symbols;
        _clock = clock;
        _depthLevels = options.DepthSnapshotLevels;
    }

    public Venue Venue => Venue.Binance;

    /// <summary>The limit of a market's host.</summary>
    public HostLimiter LimiterOf(BinanceMarket market) => _transport.LimiterOf(market);

    public void Dispose() => _transport.Dispose();

    public async Task<Outcome<IReadOnlyList<Bar>>> GetBarsAsync(Instrument instrument, Timeframe timeframe, Timestamp from, Timestamp to, CancellationToken cancellationToken)
    {
        var symbol = _symbols.FirstOrDefault(s => s.InstrumentId == instrument.Id);
        if (symbol is null)
        {
            return new Fault("NOT_TRADED", $"{instrument.Symbol} is not read from Binance.");
        }

        if (symbol.Market == BinanceMarket.UsdM && timeframe == Timeframe.S1)
        {
            return new Fault("NOT_OFFERED", "USD-M futures have no one-second candles.");
        }

        var bars = new List<Bar>();
        var next = from;
        while (next < to)
        {
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"{Root(symbol.Market)}/klines?symbol={symbol.VenueSymbol}&interval={KlineListReader.IntervalOf(timeframe)}&startTime={next.UnixMilliseconds}&endTime={to.UnixMilliseconds - 1}&limit={PageSize}");
            var page = await _transport.GetAsync(symbol.Market, path, weight: symbol.Market == BinanceMarket.Spot ? 2 : 5, cancellationToken);
            if (!page.IsSuccess)
            {
                return page.Fault;
            }

            var read = KlineListReader.Read(page.Value, timeframe, bars, from, to, Timestamp.Now(_clock));
            if (!read.IsSuccess)
            {
                return read.Fault;
            }

            if (read.Value.Rows < PageSize)
            {
                break;
            }

            next = read.Value.LastOpen + timeframe.Duration();
        }

        return bars;
    }

    /// <summary>Up to 1,000 minute candles that opened in [from, to), oldest first, as the venue's JSON.</summary>
    public Task<Outcome<byte[]>> GetMinuteCandlesAsync(BinanceSymbol symbol, Timestamp from, Timestamp to, CancellationToken cancellationToken) =>
        _transport.GetAsync(
            symbol.Market,
            string.Create(CultureInfo.InvariantCulture, $"{Root(symbol.Market)}/klines?symbol={symbol.VenueSymbol}&interval=1m&startTime={from.UnixMilliseconds}&endTime={to.UnixMilliseconds - 1}&limit={PageSize}"),
            weight: symbol.Market == BinanceMarket.Spot ? 2 : 5,
            cancellationToken);

    /// <summary>Up to 1,000 aggregate trades from an instant on, oldest first, as the venue's JSON.</summary>
    public Task<Outcome<byte[]>> GetAggTradesFromAsync(BinanceSymbol symbol, Timestamp from, CancellationToken cancellationToken) =>
        _transport.GetAsync(
            symbol.Market,
            string.Create(CultureInfo.InvariantCulture, $"{Root(symbol.Market)}/aggTrades?symbol={symbol.VenueSymbol}&startTime={from.UnixMilliseconds}&limit={PageSize}"),
            weight: symbol.Market == BinanceMarket.Spot ? 4 : 20,
            cancellationToken);

    /// <summary>Up to 1,000 aggregate trades from an id on, as the venue's JSON.</summary>
    public Task<Outcome<byte[]>> GetAggTradesAsync(BinanceSymbol symbol, long fromId, CancellationToken cancellationToken) =>
        _transport.GetAsync(
            symbol.Market,
            string.Create(CultureInfo.InvariantCulture, $"{Root(symbol.Market)}/aggTrades?symbol={symbol.VenueSymbol}&fromId={fromId}&limit={PageSize}"),
            weight: symbol.Market == BinanceMarket.Spot ? 4 : 20,
            cancellationToken);

    /// <summary>The last aggregate trade of the hour before an instant; <see langword="null"/> in the outcome where there was none.</summary>
    public async Task<Outcome<LastAggTrade?>> GetLastTradeBeforeAsync(BinanceSymbol symbol, Timestamp before, CancellationToken cancellationToken)
    {
        LastAggTrade? last = null;
        foreach (var minutes in (int[])[1, 60])
        {
            var from = before - TimeSpan.FromMinutes(minutes);
            var reply = await _transport.GetAsync(
                symbol.Market,
                string.Create(CultureInfo.InvariantCulture, $"{Root(symbol.Market)}/aggTrades?symbol={symbol.VenueSymbol}&startTime={from.UnixMilliseconds}&endTime={before.UnixMilliseconds - 1}&limit={PageSize}"),
                weight: symbol.Market == BinanceMarket.Spot ? 4 : 20,
                cancellationToken);
            if (!reply.IsSuccess)
            {
                return reply.Fault;
            }

            var trades = new List<BinanceAggTrade>();
            if (!TryReadTrades(reply.Value, trades))
            {
                return new Fault("BAD_ANSWER", "aggTrades is not what it should be.");
            }

            last = trades.Count > 0 && VenueTime.TryRead(trades[^1].Time, out var time) ? new LastAggTrade(trades[^1].Id, time) : null;
            if (last is not null)
            {
                break;
            }
        }

        return last;
    }

    private static bool TryReadTrades(byte[] json, List<BinanceAggTrade> trades)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.StartArray && AggTradesReader.TryRead(ref reader, trades);
    }

    /// <summary>A snapshot of the book, as the venue's JSON.</summary>
    public Task<Outcome<byte[]>> GetDepthAsync(BinanceSymbol symbol, CancellationToken cancellationToken)
    {
        var levels = AllowedDepth(symbol.Market);
        return _transport.GetAsync(
            symbol.Market,
            string.Create(CultureInfo.InvariantCulture, $"{Root(symbol.Market)}/depth?symbol={symbol.VenueSymbol}&limit={levels}"),
            weight: symbol.Market == BinanceMarket.Spot ? levels switch { <= 100 => 5, <= 500 => 25, <= 1_000 => 50, _ => 250 } : 20,
            cancellationToken);
    }

    /// <summary>Reads the venue's limits and takes them over; gives the request weight per minute.</summary>
    public async Task<Outcome<int>> LoadLimitsAsync(BinanceMarket market, CancellationToken cancellationToken)
    {
        var reply = await _transport.GetAsync(market, $"{Root(market)}/exchangeInfo", weight: market == BinanceMarket.Spot ? 20 : 1, cancellationToken);
        if (!reply.IsSuccess)
        {
            return reply.Fault;
        }

        try
        {
            using var document = JsonDocument.Parse(reply.Value);
            foreach (var entry in document.RootElement.GetProperty("rateLimits").EnumerateArray())
            {
                if (entry.GetProperty("rateLimitType").ValueEquals("REQUEST_WEIGHT") && entry.GetProperty("interval").ValueEquals("MINUTE")
                    && entry.GetProperty("intervalNum").GetInt32() == 1 && entry.GetProperty("limit").TryGetInt32(out var limit) && limit > 0)
                {
                    _transport.LimiterOf(market).SetLimit(limit);
                    return limit;
                }
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new Fault("BAD_ANSWER", $"exchangeInfo is not what it should be: {e.Message}");
        }

        return new Fault("BAD_ANSWER", "exchangeInfo names no request weight per minute.");
    }

    /// <summary>Venue clock less desk clock: the median of five probes, each (server time − middle of the round trip).</summary>
    public async Task<Outcome<TimeSpan>> MeasureClockOffsetAsync(BinanceMarket market, CancellationToken cancellationToken)
    {
        var offsets = new List<TimeSpan>(ClockProbes);
        for (var i = 0; i < ClockProbes; i++)
        {
            var sentAt = Timestamp.Now(_clock);
            var sent = _clock.GetTimestamp();
            var reply = await _transport.GetAsync(market, $"{Root(market)}/time", weight: 1, cancellationToken);
            if (!reply.IsSuccess)
            {
                return reply.Fault;
            }

            var middle = sentAt + (_clock.GetElapsedTime(sent) / 2);
            if (!TryReadServerTime(reply.Value, out var serverTime))
            {
                return new Fault("BAD_ANSWER", "The venue's time is not what it should be.");
            }

            offsets.Add(serverTime - middle);
        }

        offsets.Sort();
        return offsets[ClockProbes / 2];
    }

    private static string Root(BinanceMarket market) => market == BinanceMarket.Spot ? "/api/v3" : "/fapi/v1";

    /// <summary>USD-M takes only these sizes.</summary>
    private int AllowedDepth(BinanceMarket market) => market == BinanceMarket.Spot
        ? _depthLevels
        : _depthLevels switch { <= 5 => 5, <= 10 => 10, <= 20 => 20, <= 50 => 50, <= 100 => 100, <= 500 => 500, _ => 1_000 };

    private static bool TryReadServerTime(byte[] utf8, out Timestamp time)
    {
        time = default;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("serverTime", out var value)
                && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var wire) && VenueTime.TryRead(wire, out time);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
