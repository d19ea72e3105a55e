using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Tests.Feeds.Simulation.Protocol;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Interop;

/// <summary>The desk's Binance adapter on the simulator's server, keeping every tick that it publishes.</summary>
internal sealed class AdapterUnderTest : IFeedSink, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<Tick> _ticks = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly BinanceRestClient _client;
    private readonly Task _running;

    public AdapterUnderTest(ServerUnderTest server)
    {
        var rest = new Uri(server.Address);
        var stream = new UriBuilder(rest) { Scheme = "ws" }.Uri;
        var options = new BinanceOptions { SpotRestUrl = rest, SpotStreamUrl = stream, FuturesRestUrl = rest, FuturesStreamUrl = stream };
        options.Symbols.Add(new BinanceSymbolOptions { Symbol = "BTCUSD", VenueSymbol = "BTCUSDT", Market = BinanceMarket.Spot });
        var symbols = BinanceSymbols.Resolve(options, [TestInstruments.Btc()]);
        var client = _client = new BinanceRestClient(new OutgoingHttp(server.Clock, NullLogger<OutgoingHttp>.Instance), options, symbols, server.Clock);
        _running = new BinanceFeed(options, symbols, client, server.Clock, NullLogger<BinanceFeed>.Instance).RunAsync(this, _stop.Token);
    }

    public ValueTask PublishAsync(in MarketEvent item, CancellationToken cancellationToken)
    {
        if (item.Kind == MarketEventKind.Tick)
        {
            lock (_lock)
            {
                _ticks.Add(item.Tick);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Until trades and quotes flow.</summary>
    public async Task WaitForTicksAsync()
    {
        await WaitForAsync(TickKind.Trade, sequence: 1);
        await WaitForAsync(TickKind.Quote, sequence: 1);
    }

    /// <summary>Until a tick with at least this number has come.</summary>
    public async Task WaitForAsync(TickKind kind, long sequence)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (!Rows(kind).Any(row => row.Id >= sequence))
        {
            if (_running.IsCompleted || TimeProvider.System.GetElapsedTime(from) > Patience)
            {
                throw new InvalidOperationException($"No {kind} with number {sequence} came: {_running.Status} {_running.Exception}");
            }

            await Task.Delay(20);
        }
    }

    public List<(long Id, string Text)> Rows(TickKind kind)
    {
        lock (_lock)
        {
            return [.. _ticks.Where(t => t.Kind == kind).Select(t => (t.Sequence, Text(t)))];
        }
    }

    /// <summary>What a message of the venue says, in the words of <see cref="Text(in Tick)"/>.</summary>
    public static string Text(JsonElement message) => message.TryGetProperty("p", out var price)
        ? Trade(Number(price), Number(message.GetProperty("q")), message.GetProperty("m").GetBoolean() ? -1 : 1, message.GetProperty("T").GetInt64())
        : Quote(Number(message.GetProperty("b")), Number(message.GetProperty("a")));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(Patience));
        _client.Dispose();
        _stop.Dispose();
    }

    private static string Text(in Tick tick) => tick.Kind == TickKind.Trade
        ? Trade(tick.Price, tick.Volume, tick.Aggressor, tick.OccurredAt.UnixMilliseconds)
        : Quote(tick.Bid, tick.Ask);

    private static string Trade(double price, double volume, int aggressor, long at) =>
        string.Create(CultureInfo.InvariantCulture, $"{price:R} {volume:R} {aggressor} {at}");

    private static string Quote(double bid, double ask) => string.Create(CultureInfo.InvariantCulture, $"{bid:R} {ask:R}");

    private static double Number(JsonElement text) => double.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
