namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// Business time of one instrument: it runs fast in London and New York and in excited hours, slowly in Asia, and stands still while the market is
/// closed. Legs are made in business time, so that sessions and volatility clustering come out of one mechanism. One writer; readers see what is covered.
/// </summary>
internal sealed class ActivityClock
{
    public const long SlotMicroseconds = 15 * 60 * 1_000_000L;
    private const int SlotsPerDay = 96;

    /// <summary>Persistence of the log rate per slot: half of a shock is gone after about six hours.</summary>
    private const double Persistence = 0.971;

    /// <summary>Stationary deviation of the log rate.</summary>
    private const double ClusterDeviation = 0.55;

    private readonly SimulatedInstrument _instrument;
    private readonly long _origin;
    private readonly GrowingList<Slot> _slots = new();
    private SimRandom _random;
    private double _cluster;
    private double _elapsed;

    public ActivityClock(SimulatedInstrument instrument, ulong seed, long originMicroseconds)
    {
        _instrument = instrument;
        _origin = originMicroseconds;
        _random = new SimRandom(seed);
    }

    /// <summary>Variance per second relative to the average hour: about 0.25 to 3, and 0 while closed.</summary>
    public double RateAt(long microseconds) => _slots.Items[(int)((microseconds - _origin) / SlotMicroseconds)].Rate;

    /// <summary>The instant up to which the clock is made.</summary>
    public long CoveredUntil => _origin + (_slots.Count * SlotMicroseconds);

    public static bool IsWeekendClosure(long microseconds)
    {
        // 1970-01-01 was a Thursday: minute 0 of the week below is Monday 00:00 UTC.
        var minuteOfWeek = ((microseconds / 60_000_000) + (3 * 1440)) % (7 * 1440);
        return minuteOfWeek is >= ((4 * 1440) + (22 * 60)) and < ((6 * 1440) + (22 * 60));
    }

    /// <summary>Makes the clock reach at least <paramref name="microseconds"/>.</summary>
    public void ExtendTo(long microseconds)
    {
        while (CoveredUntil <= microseconds)
        {
            for (var i = 0; i < SlotsPerDay; i++)
            {
                AppendSlot();
            }
        }
    }

    /// <summary>The instant at which business time (seconds since the origin) is reached; extends as needed.</summary>
    public long ToMicroseconds(double business)
    {
        while (_elapsed <= business)
        {
            ExtendTo(CoveredUntil);
        }

        var slots = _slots.Items;
        int low = 0, high = slots.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (slots[middle].BusinessAtStart <= business)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        var slot = slots[low];
        var inside = slot.Rate > 0 ? (business - slot.BusinessAtStart) / slot.Rate : 0;
        return _origin + (low * SlotMicroseconds) + Math.Min((long)(inside * 1e6), SlotMicroseconds - 1);
    }

    public double ToBusiness(long microseconds)
    {
        ExtendTo(microseconds);
        var index = (microseconds - _origin) / SlotMicroseconds;
        var slot = _slots.Items[(int)index];
        return slot.BusinessAtStart + (slot.Rate * (microseconds - _origin - (index * SlotMicroseconds)) / 1e6);
    }

    private void AppendSlot()
    {
        var at = CoveredUntil;
        _cluster = (Persistence * _cluster) + (ClusterDeviation * Math.Sqrt(1 - (Persistence * Persistence)) * _random.NextNormal());
        var rate = 0.0;
        if (!(_instrument.ClosesAtWeekend && IsWeekendClosure(at)))
        {
            rate = Math.Clamp(SessionRate(at) * Math.Exp(_cluster - (ClusterDeviation * ClusterDeviation / 2)), 0.22, 3.0);
        }

        _slots.Append(new Slot(rate, _elapsed));
        _elapsed += rate * SlotMicroseconds / 1e6;
    }

    /// <summary>Quiet Asia, busy London and New York, dead hours around the New York close; crypto is flatter and half as busy at weekends.</summary>
    private double SessionRate(long microseconds)
    {
        var hour = (int)(microseconds / 3_600_000_000L % 24);
        var rate = hour switch
        {
            < 6 => 0.60,
            < 7 => 0.90,
            < 12 => 1.45,
            < 17 => 1.75,
            < 20 => 0.85,
            _ => 0.45,
        };
        if (_instrument.ClosesAtWeekend)
        {
            return rate;
        }

        var weekday = ((microseconds / 86_400_000_000L) + 3) % 7;
        return (0.45 + (0.55 * rate)) * (weekday >= 5 ? 0.55 : 1.1);
    }

    private readonly record struct Slot(double Rate, double BusinessAtStart);
}
