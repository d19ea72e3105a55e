namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>Between the encoder and the clients: loses, doubles, delays and shuffles frames as <see cref="SimulatorFaults"/> says. Used by the pump alone.</summary>
internal sealed class FaultStage(SimulatorFaults faults, long seed)
{
    private const int MaxHeld = 100_000;

    private readonly PriorityQueue<(SocketSession Session, byte[] Frame), (long ReleaseAt, long Order)> _held = new();
    private SimRandom _random = new(SimRandom.Combine((ulong)seed, 99));
    private long _gapUntil;
    private long _order;
    private int _copies;
    private long _delay;

    /// <summary>Decides about the coming event; the same for all clients. False: it is lost.</summary>
    /// <param name="now">Simulated microseconds.</param>
    public bool Decide(long now)
    {
        var settings = faults.Settings;
        if (faults.TakeGap() is > 0 and var stretch)
        {
            _gapUntil = now + stretch;
        }

        (_copies, _delay) = (1, 0);
        if (settings.IsFrozen || now < _gapUntil)
        {
            faults.Count(settings.IsFrozen ? SimulatorFault.Frozen : SimulatorFault.Gap);
            return false;
        }

        if (Chance(settings.DuplicateFraction))
        {
            faults.Count(SimulatorFault.Duplicate);
            _copies = 2;
        }

        if (Chance(settings.LateFraction))
        {
            faults.Count(SimulatorFault.Late);
            _delay = Microseconds(settings.LateBy);
        }
        else if (Chance(settings.ShuffleFraction))
        {
            faults.Count(SimulatorFault.Shuffled);
            _delay = (long)(_random.NextUnit() * Microseconds(settings.ShuffleWindow));
        }

        return true;
    }

    public void Send(SocketSession session, byte[] frame, long now)
    {
        for (var i = 0; i < _copies; i++)
        {
            if (_delay > 0 && _held.Count < MaxHeld)
            {
                _held.Enqueue((session, frame), (now + _delay, _order++));
            }
            else
            {
                session.Offer(frame);
            }
        }
    }

    /// <summary>Sends what was held back until now.</summary>
    public void Release(long now)
    {
        while (_held.TryPeek(out var item, out var key) && key.ReleaseAt <= now)
        {
            _held.Dequeue();
            item.Session.Offer(item.Frame);
        }
    }

    private bool Chance(double fraction) => fraction > 0 && _random.NextUnit() < fraction;

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
