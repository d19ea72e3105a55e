using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Http;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>The real feed against the test server, with a sink that remembers.</summary>
internal sealed class FeedHarness : IFeedSink, IRawTap, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<MarketEvent> _events = [];
    private readonly List<(Timestamp At, byte[] Frame)> _tape = [];
    private BinanceRestClient _rest = null!;
    private Task _running = Task.CompletedTask;

    private FeedHarness(BinanceTestServer server, FastTimeProvider clock)
    {
        Server = server;
        Clock = clock;
    }

    public BinanceTestServer Server { get; }

    public FastTimeProvider Clock { get; }

    public BinanceFeed Feed { get; private set; } = null!;

    public static async Task<FeedHarness> StartAsync(double speed = 20, Action<BinanceOptions>? configure = null, TimeSpan? pingEvery = null, long? resumeAfter = null)
    {
        // The venue's clock is an hour ahead, so that no trade is late however the test's clock runs.
        var clock = new FastTimeProvider(speed, DateTimeOffset.FromUnixTimeMilliseconds(BinanceTestServer.FirstTime).AddHours(-1));
        var server = await BinanceTestServer.StartAsync(clock, pingEvery);
        var harness = new FeedHarness(server, clock);
        var options = new BinanceOptions
        {
            SpotRestUrl = server.RestUrl,
            SpotStreamUrl = server.StreamUrl,
            Depth = false,
            SocketIdleSeconds = 600,
        };
        options.Symbols.Add(new BinanceSymbolOptions { Symbol = "BTCUSD", VenueSymbol = "BTCUSDT", StaleAfterSeconds = 3_600 });
        configure?.Invoke(options);
        BinanceSymbol[] symbols = [new(0, "BTCUSDT", BinanceMarket.Spot)];
        var rest = harness._rest = new BinanceRestClient(new OutgoingHttp(clock, NullLogger<OutgoingHttp>.Instance), options, symbols, clock);
        harness.Feed = new BinanceFeed(
            options, symbols, rest, clock, NullLogger<BinanceFeed>.Instance, tap: harness,
            resumeAfter: _ => resumeAfter is { } id ? new LastAggTrade(id, new Timestamp(BinanceTestServer.FirstTime * 1_000)) : null);
        harness._running = harness.Feed.RunAsync(harness, harness._stop.Token);
        return harness;
    }

    public ValueTask PublishAsync(in MarketEvent item, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _events.Add(item);
        }

        return ValueTask.CompletedTask;
    }

    public void OnRaw(Venue venue, string channel, Timestamp receivedAt, ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            _tape.Add((receivedAt, message.ToArray()));
        }
    }

    public List<MarketEvent> Events()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }

    public List<(Timestamp At, byte[] Frame)> Tape()
    {
        lock (_lock)
        {
            return [.. _tape];
        }
    }

    public List<Tick> Trades() => [.. Events().Where(e => e.Kind == MarketEventKind.Tick).Select(e => e.Tick)];

    public List<FeedNotice> Notices() => [.. Events().Where(e => e.Kind == MarketEventKind.Feed).Select(e => (FeedNotice)e.Payload!)];

    public Task ConnectedAsync(int sockets = 1) => UntilAsync(() => Server.Open >= sockets && Feed.Status.Connection == FeedConnection.Live, "connected and live");

    public Task ReceivedAsync(long lastId) => UntilAsync(() => Trades().LastOrDefault().Sequence >= lastId, $"trade {lastId} received");

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var patience = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.False(_running.IsFaulted, _running.Exception?.ToString());
            Assert.True(TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(20), $"Waited in vain: {what}. {Feed.Status.Connection}: {Feed.Status.Detail}");
            await Task.Delay(2);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        await Server.DisposeAsync();
        _rest.Dispose();
        _stop.Dispose();
    }
}
