using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>
/// Plays the Expert Advisor of a MetaTrader 5 terminal: dials the desk's bridge over TCP and speaks its protocol. Like the real one it has a single thread, looks
/// at socket and market every few milliseconds, starts again from where the desk says after an interruption, and cuts the account's bars in server time.
/// </summary>
public sealed partial class SimulatedExpertAdvisor
{
    private const int MaxQueuedFaults = 100;
    private static readonly TimeSpan DescriptionPeriod = TimeSpan.FromSeconds(60);

    private readonly SimulatedExpertAdvisorOptions _options;
    private readonly ISimulatedBroker _broker;
    private readonly IPEndPoint _desk;
    private readonly string _token;
    private readonly TimeProvider _clock;
    private readonly TimeProvider _timers;
    private readonly ServerClock _serverClock;
    private readonly ExpertAdvisorRates _rates;
    private readonly ConcurrentQueue<ExpertAdvisorFault> _faults = new();
    private readonly List<BrokerTick> _ticks = [];
    private readonly List<BrokerBar> _bars = [];
    private readonly SymbolPlace[] _places;
    private readonly ExpertAdvisorOutbox _outbox;
    private readonly SimulatedTradeServer _server;
    private readonly AdvisorCommands _commands;
    private readonly ConcurrentQueue<BrokerFault?> _tradeFaults = new();
    private readonly SslClientAuthenticationOptions? _tls;
    private ExpertAdvisorSocket? _socket;
    private bool _isWelcome;
    private TimeSpan _heartbeatPeriod = TimeSpan.FromSeconds(1);
    private long _lastHeartbeat;
    private long _lastReceived;
    private long _lastDescription;
    private long _receivedSequence;
    private int _sessions;
    private long _executions;

    /// <param name="options">Validated options.</param>
    /// <param name="broker">The market behind the terminal.</param>
    /// <param name="desk">Where the bridge listens.</param>
    /// <param name="token">The secret shared with the bridge.</param>
    /// <param name="clock">The market's time; scaled in simulation.</param>
    /// <param name="timers">Real time: the pump, back-off and heartbeats.</param>
    /// <param name="tls">How to speak TLS, where the bridge does.</param>
    public SimulatedExpertAdvisor(SimulatedExpertAdvisorOptions options, ISimulatedBroker broker, IPEndPoint desk, string token, TimeProvider clock, TimeProvider timers, SslClientAuthenticationOptions? tls = null)
    {
        _options = options;
        _broker = broker;
        _desk = desk;
        _token = token;
        _clock = clock;
        _timers = timers;
        _serverClock = new ServerClock(options.DaylightSaving, toleranceMs: 0);
        _serverClock.Declare(options.WinterOffsetSeconds, nowUtcMs: 0, newSession: true); // the epoch lies in winter
        _rates = new ExpertAdvisorRates(broker, _serverClock);
        _places = broker.Symbols.Select(_ => new SymbolPlace()).ToArray();
        _outbox = new ExpertAdvisorOutbox(_serverClock);
        _server = new SimulatedTradeServer(options, broker.Symbols);
        _commands = new AdvisorCommands(options, broker, _server, _outbox);
        _marketSeenUntil = new Timestamp[broker.Symbols.Count];
        _tls = tls;
    }

    /// <summary>Sessions that the desk has welcomed.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>Asks for a fault; it happens at the next look. Any thread.</summary>
    public void Inject(ExpertAdvisorFault fault)
    {
        if (_faults.Count < MaxQueuedFaults)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>Dials and serves until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = TimeSpan.FromMilliseconds(_options.MinBackoffMs);
        try
        {
            while (true)
            {
                AdvanceAccount(Timestamp.Now(_clock));
                if (_socket is null && !await DialAsync(cancellationToken))
                {
                    await Task.Delay(backoff, _timers, cancellationToken);
                    backoff = TimeSpan.FromMilliseconds(Math.Min(backoff.TotalMilliseconds * 2, _options.MaxBackoffMs));
                    continue;
                }

                var wasWelcome = _isWelcome;
                if (!await PumpAsync(cancellationToken))
                {
                    Drop();
                    await Task.Delay(backoff, _timers, cancellationToken);
                    backoff = TimeSpan.FromMilliseconds(Math.Min(backoff.TotalMilliseconds * 2, _options.MaxBackoffMs));
                    continue;
                }

                backoff = _isWelcome && wasWelcome ? TimeSpan.FromMilliseconds(_options.MinBackoffMs) : backoff;
                await _socket!.WaitAsync(TimeSpan.FromMilliseconds(_options.PumpMs), _timers, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            Drop();
            _outbox.Dispose();
        }
    }

    private async Task<bool> DialAsync(CancellationToken cancellationToken)
    {
        _socket = await ExpertAdvisorSocket.ConnectAsync(_desk, _tls, cancellationToken);
        _isWelcome = false;
        _lateTicks = null;
        _lastReceived = _timers.GetTimestamp();
        _outbox.StartSession();
        return _socket is not null;
    }

    private void Drop()
    {
        _socket?.Dispose();
        _socket = null;
        _isWelcome = false;
    }

    /// <summary>One look at socket and market. False where the connection is to be given up.</summary>
    private async Task<bool> PumpAsync(CancellationToken cancellationToken)
    {
        if (!_socket!.TryReceive(out var gotBytes))
        {
            return false;
        }

        _lastReceived = gotBytes ? _timers.GetTimestamp() : _lastReceived;
        if (_timers.GetElapsedTime(_lastReceived) > TimeSpan.FromMilliseconds(_options.SilenceMs))
        {
            return false;
        }

        var now = Timestamp.Now(_clock);
        while (_socket.TryTakeLine(out var line))
        {
            if (!Handle(line, now))
            {
                return false;
            }
        }

        if (_isWelcome)
        {
            if (!await MisbehaveAsync(cancellationToken))
            {
                return false;
            }

            SendHeartbeat(now);
            SendDescriptions();
            SendAccountChanges(now);
            SendMarket(now);
            SendWorld(now);
        }

        if (_outbox.Pending.Length > 0 && !await _socket.TrySendAsync(_outbox.Pending, TimeSpan.FromMilliseconds(_options.SendTimeoutMs), _timers, cancellationToken))
        {
            return false;
        }

        _outbox.Clear();
        return true;
    }

    private bool Handle(ReadOnlyMemory<byte> line, Timestamp now)
    {
        using var document = JsonDocument.Parse(line);
        var json = document.RootElement;
        HearDesk(json, now);
        switch (json.GetProperty("t").GetString())
        {
            case "challenge":
                var token = _isTokenWrong ? _token + "x" : _token;
                _isTokenWrong = false;
                _outbox.AddHello(_options, BridgeToken.Prove(token, json.GetProperty("nonce").GetString()!, _options.Login, _options.Server), now);
                return true;
            case "welcome":
                Welcome(json, now);
                return true;
            case "hb":
                _receivedSequence = json.GetProperty("seq").GetInt64();
                return true;
            case "cmd":
                _receivedSequence = json.GetProperty("seq").GetInt64();
                return Execute(json, now);
            default:
                return false;
        }
    }

    private void Welcome(JsonElement json, Timestamp now)
    {
        _receivedSequence = json.GetProperty("seq").GetInt64();
        _heartbeatPeriod = TimeSpan.FromMilliseconds(json.GetProperty("hb").GetInt32());
        _isWelcome = true;
        _lastDescription = 0;
        (_nextMacro, _nextCalendar) = (default, default);
        _dealsSent = _server.DealCount;
        _lastOffsetSent = _outbox.OffsetSeconds(now);
        Interlocked.Increment(ref _sessions);
        var wanted = json.GetProperty("symbols").GetString()!.Split(',');
        var lastTicks = json.GetProperty("lastTick").GetString()!
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split(':'))
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
        for (var symbol = 0; symbol < _places.Length; symbol++)
        {
            var name = _broker.Symbols[symbol].Name;
            _places[symbol].IsWanted = wanted.Contains(name, StringComparer.Ordinal);
            StartReplay(symbol, lastTicks.GetValueOrDefault(name), id: null, now);
            _places[symbol].BarsSentUntil = now;
        }
    }

    private int IndexOf(string? name)
    {
        for (var i = 0; i < _broker.Symbols.Count; i++)
        {
            if (_broker.Symbols[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>How far one symbol has been sent.</summary>
    private sealed class SymbolPlace
    {
        public bool IsWanted { get; set; }

        /// <summary>The next tick to send is the first at or after this.</summary>
        public Timestamp Next { get; set; }

        public bool IsReplaying { get; set; }

        public string? ReplayId { get; set; }

        public Timestamp BarsSentUntil { get; set; }
    }
}
