using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Replay;

namespace TradingDesk.Benchmarks.Data;

/// <summary>The product from the socket to the outcome, made of its own parts as the desk wires them: socket, frame queue, frame consumer, ingest queue, engine.</summary>
internal sealed class IngestRig
{
    private static readonly IReadOnlyList<BinanceSymbol> Symbols = [new BinanceSymbol(0, "BTCUSDT", BinanceMarket.Spot)];

    private readonly FixedInstant _clock;
    private readonly DiscardCounters _discards = new();
    private readonly BinanceMessageHandler _handler;
    private readonly DeskPipeline _pipeline;
    private readonly IngestQueue _queue = new();

    /// <param name="receivedAt">The receive instant of every frame, so that event time is the same in every pass; ten minutes past the oldest frame at most.</param>
    public IngestRig(Timestamp receivedAt)
    {
        _clock = new FixedInstant(receivedAt);
        _handler = new BinanceMessageHandler(Symbols, _discards, bookLevels: 0);
        var settings = Instruments.Make(1)[0].ToSettings(0);
        settings = settings with { Ticks = new Core.Ticks.TickOptions { StaleAfter = TimeSpan.FromMinutes(10) } };
        _pipeline = new DeskPipeline([settings], new PipelineOptions(), Output);
    }

    public ReplayOutput Output { get; } = new();

    public long Ticks => _pipeline.Lanes[0].TickCount;

    /// <summary>Receives until the server closes; returns the <see cref="Stopwatch"/> time at which the last event had left the pipeline.</summary>
    public async Task<long> RunAsync(Uri address)
    {
        var options = new BinanceOptions { Depth = false, Klines = false };
        using var rest = new BinanceRestClient(new OutgoingHttp(_clock, NullLogger<OutgoingHttp>.Instance), options, Symbols, _clock);
        var frames = Channel.CreateBounded<FeedItem>(new BoundedChannelOptions(options.ReceiveBufferMegabytes * 1024 * 1024 / FrameBatch.Bytes) { SingleReader = true });
        var pool = new FrameBatchPool();
        var route = new StreamRoute("spot", address, [0], CarriesTrades: true, CarriesQuotes: false);
        var consumer = new FrameConsumer(
            options, Symbols, _handler, rest, _clock, tap: null, new StreamWatch(1, _clock), frames, pool, NullLogger.Instance)
        {
            RenewRoute = _ => { },
            RouteUpHandled = _ => { },
        };
        consumer.SetRoutes([route]);
        using var socket = new BinanceSocket(route, options, _clock, pool);
        var engine = new DeskEngine(_pipeline, _queue, TimeProvider.System, new StageTimer(TimeProvider.System), NullLogger<DeskEngine>.Instance);
        var worker = new Thread(engine.Run);
        worker.Start();
        if (await socket.TryConnectAsync(CancellationToken.None) is { } fault)
        {
            throw new InvalidOperationException($"No connection: {fault}.");
        }

        await frames.Writer.WriteAsync(FeedItem.Up(route));
        var consuming = Task.Run(() => consumer.RunAsync(_queue, CancellationToken.None));
        await Task.Run(() => socket.ReceiveAsync(frames.Writer, CancellationToken.None));
        frames.Writer.Complete();
        await consuming;
        _queue.Complete();
        worker.Join();
        return Stopwatch.GetTimestamp();
    }

    /// <summary>The same work without sockets, threads or queues.</summary>
    public void RunDirect(IEnumerable<byte[]> messages)
    {
        var events = new MarketEventBuffer();
        events.Add(MarketEvent.FromFeed(new FeedNotice(Venue.Binance, 0, FeedNoticeKind.Live, "connected and whole"), _clock.Instant));
        foreach (var message in messages)
        {
            _handler.Handle(message, _clock.Instant, events);
            _pipeline.Process(events.Items.ToArray(), events.Count);
            events.Clear();
        }
    }

    /// <summary>Costs what the system's clock costs and always says the same.</summary>
    private sealed class FixedInstant(Timestamp instant) : TimeProvider
    {
        private readonly DateTimeOffset _now = instant.ToDateTimeOffset();

        public Timestamp Instant => instant;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() > _now ? _now : throw new InvalidOperationException("The system's clock lies before the frames.");
    }
}
