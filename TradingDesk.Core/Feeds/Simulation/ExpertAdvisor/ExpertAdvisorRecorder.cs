using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>
/// Writes what a bridge would record of the stand-in, without sockets and without waiting: the same lines, received on a grid of <see cref="BatchPeriod"/>.
/// For <c>simulate</c>. Spans are given one after the other; whoever merges the tape puts them among the other venues' messages.
/// </summary>
public sealed class ExpertAdvisorRecorder : IDisposable
{
    /// <summary>How often a terminal looks at its market.</summary>
    public static readonly TimeSpan BatchPeriod = TimeSpan.FromMilliseconds(50);

    private const int MaxPerLine = 500;

    private readonly ISimulatedBroker _broker;
    private readonly IRawTap _tap;
    private readonly SimulatedExpertAdvisorOptions _options;
    private readonly ServerClock _serverClock;
    private readonly ExpertAdvisorOutbox _outbox;
    private readonly List<BrokerTick>[] _ticks;
    private readonly int[] _next;
    private BridgeLink? _link;

    public ExpertAdvisorRecorder(SimulatedExpertAdvisorOptions options, ISimulatedBroker broker, IRawTap tap)
    {
        _options = options;
        _broker = broker;
        _tap = tap;
        _serverClock = new ServerClock(options.DaylightSaving, toleranceMs: 0);
        _serverClock.Declare(options.WinterOffsetSeconds, nowUtcMs: 0, newSession: true);
        _outbox = new ExpertAdvisorOutbox(_serverClock);
        _ticks = broker.Symbols.Select(_ => new List<BrokerTick>()).ToArray();
        _next = new int[_ticks.Length];
    }

    /// <summary>The header of a channel's files.</summary>
    public string TapeHeader(string channel) => Mt5TapeDecoder.Header(_link, channel);

    /// <summary>Writes the ticks of [from, to). The first span begins the session.</summary>
    public void Write(Timestamp from, Timestamp to)
    {
        if (_link is null)
        {
            StartSession(from);
        }

        for (var symbol = 0; symbol < _ticks.Length; symbol++)
        {
            _ticks[symbol].Clear();
            _next[symbol] = 0;
            _broker.CopyTicks(symbol, from, to, _ticks[symbol]);
        }

        for (var at = from + BatchPeriod; at < to + BatchPeriod; at += BatchPeriod)
        {
            for (var symbol = 0; symbol < _ticks.Length; symbol++)
            {
                WriteBatch(symbol, at);
            }
        }
    }

    public void Dispose() => _outbox.Dispose();

    private void StartSession(Timestamp at)
    {
        var offsetSeconds = (int)((_serverClock.ToServer(at.UnixMilliseconds) - at.UnixMilliseconds) / 1_000);
        _link = new BridgeLink(_options.Login, _options.Server, offsetSeconds, _options.ReplayCapMs);
        _tap.OnRaw(Venue.Mt5, BridgeSession.TapeChannel, at, BridgeWire.LinkUp(_link));
        _outbox.StartSession(lastSequence: 1); // the hello, which no tape holds
        for (var symbol = 0; symbol < _ticks.Length; symbol++)
        {
            _outbox.AddTicks(_broker.Symbols[symbol], _ticks[symbol], 0, 0, more: false, id: null, fromServerMs: _serverClock.ToServer(at.UnixMilliseconds));
            Record(symbol, at);
        }
    }

    private void WriteBatch(int symbol, Timestamp at)
    {
        var ticks = _ticks[symbol];
        var start = _next[symbol];
        var end = start;
        while (end < ticks.Count && ticks[end].At < at)
        {
            end++;
        }

        _next[symbol] = end;
        for (; start < end; start += MaxPerLine)
        {
            _outbox.AddTicks(_broker.Symbols[symbol], ticks, start, Math.Min(MaxPerLine, end - start), more: null, id: null, fromServerMs: null);
            Record(symbol, at);
        }
    }

    private void Record(int symbol, Timestamp at)
    {
        _tap.OnRaw(Venue.Mt5, _broker.Symbols[symbol].Name.ToLowerInvariant(), at, _outbox.Pending.Span[..^1]);
        _outbox.Clear();
    }
}
