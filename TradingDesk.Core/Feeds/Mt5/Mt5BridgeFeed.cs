using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>
/// Listens for the Expert Advisor of a MetaTrader 5 terminal and publishes its ticks; asks it for history. One account at a time feeds the desk: a new session
/// of the same account replaces the old one, another account waits until that has gone. A peer that has not proved the token gets the challenge and nothing else.
/// </summary>
public sealed partial class Mt5BridgeFeed : IMarketFeed, IHistoricalBars
{
    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromSeconds(5);

    private readonly BridgeOptions _options;
    private readonly BridgeContext _context;
    private readonly BridgeDecoder _decoder;
    private readonly string _token;
    private readonly ILogger<Mt5BridgeFeed> _logger;
    private readonly TaskCompletionSource<int> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ActiveSession? _active;
    private volatile string? _endReason;
    private volatile string _detail = "not started";
    private long _sinceMicroseconds;
    private int _pendingPeers;

    /// <param name="options">Validated options; an empty token is replaced by one of this run, see <see cref="Token"/>.</param>
    /// <param name="instruments">What the broker's terminal is asked for.</param>
    /// <param name="tap">Takes raw lines; <see langword="null"/> for none. Never given a hello.</param>
    /// <param name="clock">Event time.</param>
    /// <param name="timers">Deadlines and heartbeats: real time, also where <paramref name="clock"/> is scaled.</param>
    /// <param name="logger">Lifecycle only; never a secret.</param>
    public Mt5BridgeFeed(BridgeOptions options, IReadOnlyList<Instrument> instruments, IRawTap? tap, TimeProvider clock, TimeProvider timers, ILogger<Mt5BridgeFeed> logger)
    {
        _options = options;
        _token = options.Token.Length > 0 ? options.Token : BridgeToken.Generate();
        _context = new BridgeContext(options, new BridgeSymbols(instruments, options), tap, clock, timers);
        _decoder = new BridgeDecoder(_context.Symbols, options);
        _logger = logger;
    }

    public Venue Venue => Venue.Mt5;

    public string Name => "feeds.mt5";

    /// <summary>The secret in force, for the simulator's stand-in. Never shown, never logged.</summary>
    public string Token => _token;

    /// <summary>The port, as soon as <see cref="RunAsync"/> listens.</summary>
    public Task<int> ListeningPort => _listening.Task;

    /// <summary>The specifications that the terminal sent.</summary>
    public IReadOnlyList<BridgeSpec> Specs => _context.Descriptions.Specs;

    /// <summary>The account's newest state; <see langword="null"/> before the first session.</summary>
    public BridgeAccount? Account => _context.Descriptions.Account;

    public FeedStatus Status
    {
        get
        {
            var discards = new Dictionary<string, long>(StringComparer.Ordinal);
            _decoder.Discards.AddTo(discards);
            return new FeedStatus
            {
                Connection = _active is not null ? (_decoder.IsRecovering ? FeedConnection.GapFilling : FeedConnection.Live)
                    : _listening.Task.IsCompletedSuccessfully ? FeedConnection.Connecting
                    : Volatile.Read(ref _sinceMicroseconds) == 0 ? FeedConnection.Disconnected
                    : FeedConnection.Failed,
                Detail = string.Join("; ", Remarks().Prepend(_detail)),
                Since = Volatile.Read(ref _sinceMicroseconds) is var since and not 0 ? new Timestamp(since) : null,
                LastMessageAt = _context.Counters.LastMessageAt,
                Messages = _context.Counters.Messages,
                Reconnects = Math.Max(0, _context.Counters.Sessions - 1),
                ClockOffset = _decoder.Clock.Residual,
                Discards = discards,
            };
        }
    }

    /// <summary>Before <see cref="RunAsync"/>: what the caller has from storage, so that the first session replays what came later.</summary>
    public void ResumeAfter(Symbol symbol, Timestamp at) => _decoder.ResumeAfter(_context.Symbols.IndexOf(symbol), at);

    /// <summary>The broker's own newest closed bar, as it came; <see langword="null"/> before one came. H4 bars are cut in the broker's time.</summary>
    public Bar? LatestBrokerBar(Symbol symbol, Timeframe timeframe) =>
        _context.Symbols.IndexOf(symbol) is >= 0 and var index ? _decoder.LatestBar(index, timeframe) : null;

    /// <summary>What replays a tape of this venue without the terminal: the fields of a tape file's header.</summary>
    public string TapeHeader(string channel) => Mt5TapeDecoder.Header(_decoder.Link, channel);

    public async Task<Outcome<IReadOnlyList<Bar>>> GetBarsAsync(Instrument instrument, Timeframe timeframe, Timestamp from, Timestamp to, CancellationToken cancellationToken)
    {
        var symbol = _context.Symbols.IndexOf(instrument.Symbol);
        if (symbol < 0 || timeframe < Timeframe.M1)
        {
            return new Fault("UNSUPPORTED", $"The bridge has no {timeframe} bars of {instrument.Symbol}.");
        }

        if (_active is not { } active)
        {
            return BridgeRequests.Disconnected;
        }

        var source = BridgeHistory.SourceOf(timeframe, _decoder.Clock.DeclaredOffsetSeconds);
        var start = timeframe.Floor(from);
        var count = (int)Math.Min(200_000, Math.Ceiling((to - start) / source.Duration()) + (timeframe.Duration() / source.Duration()));
        var fromServerSeconds = _decoder.Clock.ToServer(start.UnixMilliseconds) / 1_000;
        try
        {
            var answer = await _context.Requests.AskAsync(source, id => active.Connection.SendAsync(
                sequence => BridgeWire.RequestBars(sequence, id, _context.Symbols.Names[symbol], source.ToString(), fromServerSeconds, count), active.Ended), cancellationToken);
            if (!answer.IsSuccess)
            {
                return answer.Fault;
            }

            return BridgeHistory.Build(answer.Value, timeframe, from, to, Timestamp.Now(_context.Clock));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return BridgeRequests.Disconnected;
        }
    }

    /// <summary>Listens until cancelled. A port that is taken is tried again.</summary>
    public async Task RunAsync(IFeedSink sink, CancellationToken cancellationToken)
    {
        using var listener = await ListenAsync(cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var peers = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(ending.Token);
                peers.RemoveAll(task => task.IsCompletedSuccessfully);
                if (Volatile.Read(ref _pendingPeers) >= _options.MaxPendingPeers)
                {
                    _context.Counters.CountRefusedPeer();
                    socket.Dispose();
                    continue;
                }

                Interlocked.Increment(ref _pendingPeers);
                peers.Add(GuardAsync(ServeAsync(socket, sink, ending.Token), ending));
            }
        }
        finally
        {
            listener.Stop();
            await Task.WhenAll(peers);
            SetDetail("stopped");
        }
    }

    private async Task<TcpListener> ListenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var listener = new TcpListener(IPAddress.Parse(_options.Address), _options.Port);
            try
            {
                listener.Start(backlog: 16);
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                SetDetail("waiting for the terminal");
                _listening.TrySetResult(port);
                _logger.LogInformation("MT5 bridge listens on {Address}:{Port}", _options.Address, port);
                return listener;
            }
            catch (SocketException exception)
            {
                listener.Dispose();
                SetDetail($"cannot listen on {_options.Address}:{_options.Port}: {exception.SocketErrorCode}");
                _logger.LogError("MT5 bridge cannot listen on {Address}:{Port}: {Error}", _options.Address, _options.Port, exception.SocketErrorCode);
                await Task.Delay(ListenAgainAfter, _context.Timers, cancellationToken);
            }
        }
    }

    private IEnumerable<string> Remarks()
    {
        var clock = _decoder.Clock;
        if (clock.HasMismatch)
        {
            yield return $"the terminal says UTC{clock.DeclaredOffsetSeconds / 3600.0:+0.##;-0.##} and its ticks say UTC{clock.MeasuredOffsetSeconds / 3600.0:+0.##;-0.##}";
        }

        if (clock.HasClockProblem)
        {
            yield return "the clocks of terminal and desk differ";
        }

        for (var symbol = 0; _active is not null && symbol < _context.Symbols.Count; symbol++)
        {
            if (!_decoder.HasBeenLive(symbol))
            {
                yield return $"the terminal has not sent {_context.Symbols.Names[symbol]} yet";
            }
        }

        foreach (var mismatch in _context.Descriptions.ContractMismatches)
        {
            yield return mismatch;
        }

        if (_context.Counters.RefusedPeers > 0)
        {
            yield return $"{_context.Counters.RefusedPeers} peers refused";
        }
    }

    private void SetDetail(string detail)
    {
        _detail = detail;
        Volatile.Write(ref _sinceMicroseconds, Timestamp.Now(_context.Clock).UnixMicroseconds);
    }

    private sealed record ActiveSession(BridgeConnection Connection, BridgeLink Link, CancellationTokenSource Ending)
    {
        public CancellationToken Ended { get; } = Ending.Token;

        public async Task EndAsync()
        {
            try
            {
                await Ending.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                return; // it has ended by itself meanwhile
            }
        }
    }
}
