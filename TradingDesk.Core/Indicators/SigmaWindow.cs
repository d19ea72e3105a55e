using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>The last minutes of typical prices with their weights. Computed from the window each time: sums that run for weeks would drift.</summary>
internal sealed class SigmaWindow(int minutes)
{
    private readonly Entry[] _entries = new Entry[minutes];
    private int _first;
    private int _count;

    public void Add(in Bar bar)
    {
        var oldest = bar.CloseTime.UnixMicroseconds - (minutes * Timeframe.M1.DurationMicroseconds());
        while (_count > 0 && (_count == minutes || _entries[_first].ClosedAt <= oldest))
        {
            _first = (_first + 1) % minutes;
            _count--;
        }

        _entries[(_first + _count) % minutes] = new Entry(bar.CloseTime.UnixMicroseconds, bar.TypicalPrice, bar.Volume, bar.TickCount);
        _count++;
    }

    /// <summary>The weighted standard deviation, or <see langword="null"/> below <see cref="SessionVwap.MinSigmaBars"/> bars or without any weight.</summary>
    public double? Sigma()
    {
        if (_count < SessionVwap.MinSigmaBars)
        {
            return null;
        }

        double volume = 0;
        double ticks = 0;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var entry = ref _entries[(_first + i) % minutes];
            volume += entry.Volume;
            ticks += entry.Ticks;
        }

        return volume > 0 ? Deviation(byVolume: true, volume) : ticks > 0 ? Deviation(byVolume: false, ticks) : null;
    }

    public void Reset() => (_first, _count) = (0, 0);

    public void SaveState(StateWriter writer)
    {
        writer.Section("sigmaWindow", 1);
        writer.Write(minutes);
        writer.Write(_count);
        for (var i = 0; i < _count; i++)
        {
            ref readonly var entry = ref _entries[(_first + i) % minutes];
            writer.Write(entry.ClosedAt);
            writer.Write(entry.Typical);
            writer.Write(entry.Volume);
            writer.Write(entry.Ticks);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("sigmaWindow", 1);
        IndicatorPeriod.Require(minutes, reader.ReadInt32(), "σ window");
        var count = reader.ReadInt32();
        if (count < 0 || count > minutes)
        {
            throw new InvalidDataException($"A σ window of {minutes} minutes cannot hold {count} bars.");
        }

        (_first, _count) = (0, count);
        for (var i = 0; i < count; i++)
        {
            _entries[i] = new Entry(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32());
        }
    }

    private double Deviation(bool byVolume, double weight)
    {
        double weighted = 0;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var entry = ref _entries[(_first + i) % minutes];
            weighted += entry.Typical * (byVolume ? entry.Volume : entry.Ticks);
        }

        var mean = weighted / weight;
        double squares = 0;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var entry = ref _entries[(_first + i) % minutes];
            var distance = entry.Typical - mean;
            squares += distance * distance * (byVolume ? entry.Volume : entry.Ticks);
        }

        return Math.Sqrt(squares / weight);
    }

    private readonly record struct Entry(long ClosedAt, double Typical, double Volume, int Ticks);
}
