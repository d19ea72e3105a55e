using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>
/// Turns the passing of event time into clock events at whole seconds, the same ones at every run. Over a pause longer than <see cref="EverySecondFor"/>
/// only whole minutes are given, over one longer than <see cref="EveryMinuteFor"/> only the last: nothing happens in them that a bar could tell apart.
/// </summary>
internal sealed class ReplayClock(TimeSpan lag)
{
    public static readonly TimeSpan EverySecondFor = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan EveryMinuteFor = TimeSpan.FromDays(4);

    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;

    private readonly long _lagMicroseconds = (long)lag.TotalMicroseconds;
    private long _last = long.MinValue;
    private long _reached = long.MinValue;

    /// <summary>Event time has come to <paramref name="now"/>; going back is ignored.</summary>
    /// <param name="inOneStep">Gives only the second that was reached: between bars that come as bars nothing else happens.</param>
    public void Reach(Timestamp now, bool inOneStep)
    {
        var second = Floor(now.UnixMicroseconds - _lagMicroseconds, Second);
        if (_last == long.MinValue)
        {
            _last = second;
        }

        _reached = Math.Max(_reached, second);
        if (inOneStep)
        {
            _last = Math.Max(_last, _reached - Second);
        }
    }

    /// <summary>The next clock event that is due.</summary>
    public bool TryNext(out Timestamp at)
    {
        at = default;
        if (_last == long.MinValue || _last >= _reached)
        {
            return false;
        }

        var pause = _reached - _last;
        _last = pause > EveryMinuteFor.TotalMicroseconds ? _reached
            : pause > EverySecondFor.TotalMicroseconds ? Floor(_last, Minute) + Minute
            : _last + Second;
        at = new Timestamp(_last);
        return true;
    }

    private static long Floor(long value, long unit) => value - (((value % unit) + unit) % unit);
}
