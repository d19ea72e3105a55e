using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>
/// The size of equal-volume buckets: a fiftieth of a day's volume. Set from the minutes of each UTC day when it ends, scaled to a whole day; before the
/// first end of a day once, after 60 minutes. Within a day it does not change.
/// </summary>
internal sealed class BucketSizing : IHasState
{
    private const int BucketsPerDay = 50;
    private const int MinMinutes = 60;
    private const int MinutesPerDay = 1_440;

    private Timestamp _day;
    private double _volume;
    private int _minutes;
    private bool _isSet;

    /// <summary>Takes the next closed M1 bar.</summary>
    /// <returns>The new bucket volume in base units where there is one.</returns>
    public double? OnBar(in Bar bar)
    {
        var day = Timeframe.D1.Floor(bar.OpenTime);
        double? size = null;
        if (day != _day)
        {
            size = Size();
            (_day, _volume, _minutes) = (day, 0, 0);
        }

        _volume += bar.Volume;
        _minutes++;
        size ??= _isSet ? null : Size();
        _isSet |= size is not null;
        return size;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("bucketSizing", 1);
        writer.Write(_day);
        writer.Write(_volume);
        writer.Write(_minutes);
        writer.Write(_isSet);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("bucketSizing", 1);
        _day = reader.ReadTimestamp();
        _volume = reader.ReadDouble();
        _minutes = reader.ReadInt32();
        _isSet = reader.ReadBoolean();
    }

    private double? Size() => _minutes >= MinMinutes && _volume > 0 ? _volume / _minutes * MinutesPerDay / BucketsPerDay : null;
}
