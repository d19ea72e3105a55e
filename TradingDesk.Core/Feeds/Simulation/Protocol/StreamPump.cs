using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>
/// Sends every event whose time has come, in order over all instruments, to the clients that want it. One task; looks at the simulated clock every few
/// real milliseconds. After a pause (a suspended machine) it goes on at the present, as an exchange would have.
/// </summary>
internal sealed class StreamPump
{
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SocketLifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShutdownNotice = TimeSpan.FromMinutes(10);

    private readonly SimulatedMarket _market;
    private readonly ScaledTimeProvider _clock;
    private readonly SimulatorFaults _faults;
    private readonly FaultStage _stage;
    private readonly InstrumentStreams[] _instruments;
    private readonly List<MarketCursor> _cursors;
    private readonly Lock _lock = new();
    private SocketSession[] _sessions = [];
    private SocketSession[] _leaving = [];
    private long _closeLeavingAt = long.MaxValue;
    private long _disconnectedAt;
    private bool _isIdle = true;

    public StreamPump(SimulatedMarket market, SimulatedBars bars, ScaledTimeProvider clock, SimulatorFaults faults)
    {
        _market = market;
        _clock = clock;
        _faults = faults;
        _stage = new FaultStage(faults, market.Options.Seed);
        _instruments = [.. Enumerable.Range(0, market.Instruments.Count)
            .Where(i => market.Instruments[i].TradesOn(Venue.Binance))
            .Select(i => new InstrumentStreams(market, bars, faults, i))];
        _cursors = [.. _instruments.Select(i => i.Cursor)];
    }

    public int SessionCount => Volatile.Read(ref _sessions).Length;

    public void Add(SocketSession session)
    {
        lock (_lock)
        {
            Volatile.Write(ref _sessions, [.. _sessions, session]);
        }
    }

    public void Remove(SocketSession session)
    {
        lock (_lock)
        {
            Volatile.Write(ref _sessions, [.. _sessions.Where(s => s != session)]);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(_market.Options.PacingMilliseconds), _clock.Real);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Step();
        }
    }

    private void Step()
    {
        var sessions = Volatile.Read(ref _sessions);
        var now = Timestamp.Now(_clock).UnixMicroseconds;
        _stage.Release(now);
        ApplyConnectionFaults(sessions, now);
        if (sessions.Length == 0)
        {
            _isIdle = true;
            return;
        }

        var lag = now - _cursors.Min(c => c.At);
        if (_isIdle || lag > LongestLag.Ticks / TimeSpan.TicksPerMicrosecond * _clock.Speed)
        {
            foreach (var instrument in _instruments)
            {
                instrument.Restart(now);
            }

            _isIdle = false;
        }

        while (true)
        {
            var next = SimulatedFrames.Earliest(_cursors);
            if (BinanceFrameWriter.EventTime(_cursors[next].At) > now)
            {
                return;
            }

            _instruments[next].Publish(sessions, _stage, now);
            _cursors[next].MoveNext();
        }
    }

    private void ApplyConnectionFaults(SocketSession[] sessions, long now)
    {
        var settings = _faults.Settings;
        if (settings.DisconnectEvery is { } every && now - _disconnectedAt >= every.Ticks / TimeSpan.TicksPerMicrosecond)
        {
            _faults.DisconnectNow();
        }

        if (_faults.TakeDisconnect())
        {
            _disconnectedAt = now;
            CutAll(sessions, "disconnect");
        }

        if (_faults.TakeShutdown())
        {
            Announce(sessions, now);
        }

        if (now >= _closeLeavingAt)
        {
            CutAll(_leaving, "shutdown");
            (_leaving, _closeLeavingAt) = ([], long.MaxValue);
        }

        foreach (var session in sessions)
        {
            if (_clock.GetUtcNow() - session.OpenedAt >= SocketLifetime)
            {
                session.Cut("24 hours");
            }
        }
    }

    private void Announce(SocketSession[] sessions, long now)
    {
        var encoder = new EventEncoder(_market);
        encoder.Begin("!serverShutdown", _faults.Settings.ClockSkew, writer =>
        {
            writer.Text("{\"e\":\"serverShutdown\",\"E\":");
            writer.Time(now);
            writer.Text("}");
        });
        foreach (var session in sessions)
        {
            session.Offer(encoder.For(session));
        }

        _leaving = sessions;
        _closeLeavingAt = now + (ShutdownNotice.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    private static void CutAll(SocketSession[] sessions, string reason)
    {
        foreach (var session in sessions)
        {
            session.Cut(reason);
        }
    }
}
