using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>The lines that the stand-in would send, written to a tap without a socket and without waiting.</summary>
internal sealed class ExpertAdvisorTape : IDisposable
{
    private const string SessionChannel = "session";
    private readonly IRawTap _tap;
    private readonly ISimulatedBroker _broker;
    private readonly SimulatedExpertAdvisorOptions _options;
    private readonly ServerClock _serverClock;
    private readonly ExpertAdvisorOutbox _outbox;
    private readonly List<BrokerTick> _ticks = [];

    public ExpertAdvisorTape(IRawTap tap, ISimulatedBroker broker, SimulatedExpertAdvisorOptions options)
    {
        _tap = tap;
        _broker = broker;
        _options = options;
        _serverClock = new ServerClock(options.DaylightSaving, toleranceMs: 0);
        _serverClock.Declare(options.WinterOffsetSeconds, nowUtcMs: 0, newSession: true); // the epoch lies in winter
        _outbox = new ExpertAdvisorOutbox(_serverClock);
    }

    public long Lines { get; private set; }

    /// <summary>The session begins: its link line, as the bridge notes it.</summary>
    public void Start(Timestamp at)
    {
        var offset = (int)((_serverClock.ToServer(at.UnixMilliseconds) - at.UnixMilliseconds) / 1_000);
        _outbox.StartSession();
        _tap.OnRaw(Venue.Mt5, SessionChannel, at, BridgeWire.LinkUp(new BridgeLink(_options.Login, _options.Server, offset, _options.ReplayCapMs)));
        Lines++;
    }

    /// <summary>Writes the ticks of [from, to), one line a symbol, as received at <paramref name="receivedAt"/>.</summary>
    public void Write(Timestamp from, Timestamp to, Timestamp receivedAt)
    {
        for (var i = 0; i < _broker.Symbols.Count; i++)
        {
            _ticks.Clear();
            _broker.CopyTicks(i, from, to, _ticks);
            if (_ticks.Count == 0)
            {
                continue;
            }

            var symbol = _broker.Symbols[i];
            _outbox.Clear();
            _outbox.AddTicks(symbol, _ticks, 0, _ticks.Count, more: null, id: null, fromServerMs: null);
            _tap.OnRaw(Venue.Mt5, symbol.Name.ToLowerInvariant(), receivedAt, _outbox.Pending.Span[..^1]);
            Lines++;
        }
    }

    public void Dispose() => _outbox.Dispose();
}
