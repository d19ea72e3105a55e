using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Binance's public streams as a feed: sockets for spot and USD-M, gap-filling from REST, local books. Receiving tasks put frames into one bounded queue; one
/// task handles them in order, so that everything that a decision depends on has one order, which the raw tap sees too.
/// </summary>
public sealed partial class BinanceFeed : IMarketFeed
{
    private readonly BinanceOptions _options;
    private readonly BinanceRestClient _rest;
    private readonly TimeProvider _clock;
    private readonly ILogger<BinanceFeed> _logger;
    private readonly IReadOnlyList<BinanceSymbol> _symbols;
    private readonly DiscardCounters _discards = new();
    private readonly FrameBatchPool _pool = new();
    private readonly Channel<FeedItem> _queue;
    private readonly FrameConsumer _consumer;
    private readonly StreamWatch _watch;
    private RouteRunner[] _runners = [];
    private long _since;
    private bool _isRunning;
    private TimeSpan? _clockOffset;
    private string _clockDetail = "";

    /// <param name="symbols">From <see cref="BinanceSymbols.Resolve"/>; the REST client must have been given the same.</param>
    /// <param name="tap">Takes every frame in the order of handling; <see langword="null"/> for none.</param>
    /// <param name="resumeAfter">The last trade of each symbol that an earlier run passed on, where there is one: what was missed since is fetched.</param>
    public BinanceFeed(
        BinanceOptions options,
        IReadOnlyList<BinanceSymbol> symbols,
        BinanceRestClient rest,
        TimeProvider clock,
        ILogger<BinanceFeed> logger,
        IRawTap? tap = null,
        Func<BinanceSymbol, LastAggTrade?>? resumeAfter = null)
    {
        options.ThrowIfInvalid();
        _options = options;
        _symbols = symbols;
        _rest = rest;
        _clock = clock;
        _logger = logger;
        _queue = Channel.CreateBounded<FeedItem>(new BoundedChannelOptions(options.ReceiveBufferMegabytes * 1024 * 1024 / FrameBatch.Bytes)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        Handler = new BinanceMessageHandler(symbols, _discards, options.Depth ? options.BookLevels : 0);
        for (var slot = 0; slot < symbols.Count; slot++)
        {
            if (resumeAfter?.Invoke(symbols[slot]) is { } last)
            {
                Handler.ResumeAfter(slot, last.Id, last.Time);
            }
        }

        _watch = new StreamWatch(symbols.Count, clock);
        _consumer = new FrameConsumer(options, symbols, Handler, rest, clock, tap, _watch, _queue, _pool, logger) { RenewRoute = Renew, RouteUpHandled = route => RunnerOf(route)?.NoteUpHandled() };
    }

    public Venue Venue => Venue.Binance;

    public string Name => "feeds.binance";

    /// <summary>The adapter below the sockets: counts, books, candle checks. Written by the handling task alone.</summary>
    public BinanceMessageHandler Handler { get; }

    public DiscardCounters Discards => _discards;

    public FeedStatus Status
    {
        get
        {
            var discards = new Dictionary<string, long>(StringComparer.Ordinal);
            _discards.AddTo(discards);
            return new FeedStatus
            {
                Connection = Connection,
                Detail = Detail,
                Since = Volatile.Read(ref _since) is var since and > 0 ? new Timestamp(since) : null,
                LastMessageAt = _consumer.LastReceivedAt,
                Messages = Handler.Counts.Frames,
                Reconnects = Math.Max(0, _runners.Sum(r => r.Connects) - _runners.Length),
                ClockOffset = _clockOffset,
                Discards = discards,
            };
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The feed has run before; a feed runs once.</exception>
    public async Task RunAsync(IFeedSink sink, CancellationToken cancellationToken)
    {
        if (_runners.Length > 0)
        {
            throw new InvalidOperationException("A feed runs once.");
        }

        using var pacer = new ConnectionPacer(_clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var jitter = new SeededJitter(_options.JitterSeed);
        _runners = [.. StreamRoute.Plan(_symbols, _options).Select(route => new RouteRunner(route, _options, _clock, pacer, jitter, _pool, _queue.Writer, _logger))];
        Volatile.Write(ref _since, Timestamp.Now(_clock).UnixMicroseconds);
        _consumer.SetRoutes([.. _runners.Select(r => r.Route)]);
        _isRunning = true;
        Task[] tasks =
        [
            .. _runners.Select(r => r.RunAsync(stop.Token)),
            _consumer.RunAsync(sink, stop.Token),
            WatchAsync(stop.Token),
            ProbeClockAsync(stop.Token),
        ];
        try
        {
            // The first task that ends ends the feed: by cancellation, or by a bug that must not go unnoticed.
            await await Task.WhenAny(tasks);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(tasks.Select(t => t.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)));
            _isRunning = false;
        }
    }

    private FeedConnection Connection =>
        !_isRunning ? FeedConnection.Disconnected
        : _consumer.IsFilling ? FeedConnection.GapFilling
        : _consumer.AllLive ? FeedConnection.Live
        : FeedConnection.Connecting;

    private string Detail
    {
        get
        {
            if (!_isRunning)
            {
                return "not running";
            }

            var routes = string.Join("; ", _runners.Where(r => r.State != "connected").Select(r => $"{r.Route.Name} {r.State}"));
            string[] parts = [routes.Length == 0 ? "all connections up" : routes, _watch.Detail, _clockDetail];
            return string.Join("; ", parts.Where(p => p.Length > 0));
        }
    }

    /// <summary>Renews the connection of a stream that has gone quiet, at most once per its limit: an acknowledged subscription may still deliver nothing.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var limits = _symbols.Select(s => TimeSpan.FromSeconds(_options.Symbols.First(o => o.VenueSymbol == s.VenueSymbol && o.Market == s.Market).StaleAfterSeconds)).ToArray();
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _clock, cancellationToken);
            foreach (var runner in _runners)
            {
                if (runner.State == "connected" && _watch.FindStale(runner.Route, limits, slot => _symbols[slot].VenueSymbol))
                {
                    _logger.LogWarning("Binance {Route}: {Detail}; renewing the connection", runner.Route.Name, _watch.Detail);
                    runner.Renew();
                }
            }
        }
    }

    private async Task ProbeClockAsync(CancellationToken cancellationToken)
    {
        if (_symbols.Count == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);
        }

        var market = _symbols[0].Market;
        foreach (var each in _symbols.Select(s => s.Market).Distinct())
        {
            await _rest.LoadLimitsAsync(each, cancellationToken);
        }

        while (true)
        {
            var offset = await _rest.MeasureClockOffsetAsync(market, cancellationToken);
            if (offset.IsSuccess)
            {
                _clockOffset = offset.Value;
                var isOff = offset.Value.Duration() > TimeSpan.FromSeconds(_options.ClockAlertSeconds);
                _clockDetail = isOff ? $"this machine's clock is {offset.Value.TotalSeconds:F2} s behind the venue's" : "";
                if (isOff)
                {
                    _logger.LogWarning("Binance's clock is {Offset} ahead of this machine's", offset.Value);
                }
            }

            await Task.Delay(TimeSpan.FromMinutes(offset.IsSuccess ? _options.ClockProbeMinutes : 1), _clock, cancellationToken);
        }
    }
}
