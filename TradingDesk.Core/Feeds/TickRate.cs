using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds;

/// <summary>Learns how many ticks a minute a venue sends, by hour of the week: 168 averages that forget by 1/32 a minute, and one over all hours for those not seen yet.</summary>
internal sealed class TickRate
{
    private const int HoursPerWeek = 168;
    private const double Weight = 1.0 / 32;
    private const long Minute = 60_000_000;
    private const long Hour = 60 * Minute;

    private readonly double[] _byHour = new double[HoursPerWeek];
    private double _overall;
    private long _minute;
    private int _ticks;

    /// <summary>Expected ticks per minute at <paramref name="now"/>; 0 while nothing was learned.</summary>
    public double At(Timestamp now)
    {
        var learned = _byHour[HourOf(now.UnixMicroseconds)];
        return learned > 0 ? learned : _overall;
    }

    public void OnTick(Timestamp receivedAt)
    {
        var minute = receivedAt.UnixMicroseconds / Minute;
        if (minute != _minute)
        {
            // Minutes without a tick teach nothing: a venue that was down must not be expected to be silent.
            Learn();
            (_minute, _ticks) = (minute, 0);
        }

        _ticks++;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(_overall);
        writer.Write(_minute);
        writer.Write(_ticks);
        foreach (var rate in _byHour)
        {
            writer.Write(rate);
        }
    }

    public void LoadState(StateReader reader)
    {
        _overall = reader.ReadDouble();
        _minute = reader.ReadInt64();
        _ticks = reader.ReadInt32();
        for (var i = 0; i < HoursPerWeek; i++)
        {
            _byHour[i] = reader.ReadDouble();
        }
    }

    private void Learn()
    {
        if (_ticks == 0)
        {
            return;
        }

        ref var rate = ref _byHour[HourOf(_minute * Minute)];
        rate = rate == 0 ? _ticks : rate + (Weight * (_ticks - rate));
        _overall = _overall == 0 ? _ticks : _overall + (Weight * (_ticks - _overall));
    }

    private static int HourOf(long microseconds) => (int)(microseconds / Hour % HoursPerWeek);
}
