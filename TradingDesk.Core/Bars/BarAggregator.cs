using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars;

/// <summary>
/// Rolls closed M1 bars up into one longer timeframe. The bar's flags are the union of its children's, <see cref="BarFlags.History"/> and
/// <see cref="BarFlags.Quiet"/> only where all children have it; a bar whose first minutes were never seen is flagged <see cref="BarFlags.Gap"/>.
/// </summary>
internal sealed class BarAggregator(Timeframe timeframe)
{
    private const BarFlags OnlyIfAll = BarFlags.History | BarFlags.Quiet;

    private bool _hasBar;
    private Timestamp _openTime;
    private double _open;
    private double _high;
    private double _low;
    private double _close;
    private double _volume;
    private double _buyVolume;
    private int _ticks;
    private Venue _source;
    private BarFlags _anyFlags;
    private BarFlags _allFlags;

    public Timeframe Timeframe => timeframe;

    public bool HasBar => _hasBar;

    public Timestamp OpenTime => _openTime;

    public Timestamp CloseTime => new(_openTime.UnixMicroseconds + timeframe.DurationMicroseconds());

    /// <param name="minute">The next closed M1 bar.</param>
    /// <param name="startIsMissing">True where minutes of the same interval before this one should be there and are not.</param>
    public void Add(in Bar minute, bool startIsMissing)
    {
        if (!_hasBar)
        {
            Begin(minute);
        }

        _high = Math.Max(_high, minute.High);
        _low = Math.Min(_low, minute.Low);
        _close = minute.Close;
        _volume += minute.Volume;
        _buyVolume += minute.BuyVolume;
        _ticks += minute.TickCount;
        _source = minute.Source;
        _anyFlags |= startIsMissing ? minute.Flags | BarFlags.Gap : minute.Flags;
        _allFlags &= minute.Flags;
    }

    /// <summary>Minutes inside this bar are missing for good.</summary>
    public void MarkGap() => _anyFlags |= BarFlags.Gap;

    public Bar Close()
    {
        _hasBar = false;
        return new Bar(
            timeframe,
            _openTime,
            open: _open,
            high: _high,
            low: _low,
            close: _close,
            volume: _volume,
            buyVolume: _buyVolume,
            tickCount: _ticks,
            source: _source,
            flags: (_anyFlags & ~OnlyIfAll) | (_allFlags & OnlyIfAll));
    }

    public FormingBar Forming() => new(
        timeframe, _openTime, Open: _open, High: _high, Low: _low, Close: _close, Volume: _volume, TickCount: _ticks, Source: _source);

    public void SaveState(StateWriter writer)
    {
        writer.Section("barAggregator", 1);
        writer.Write((byte)timeframe);
        writer.Write(_hasBar);
        writer.Write(_openTime);
        writer.Write(_open);
        writer.Write(_high);
        writer.Write(_low);
        writer.Write(_close);
        writer.Write(_volume);
        writer.Write(_buyVolume);
        writer.Write(_ticks);
        writer.Write((byte)_source);
        writer.Write((byte)_anyFlags);
        writer.Write((byte)_allFlags);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("barAggregator", 1);
        if (reader.ReadByte() != (byte)timeframe)
        {
            throw new InvalidDataException($"Expected the state of {timeframe} bars.");
        }

        _hasBar = reader.ReadBoolean();
        _openTime = reader.ReadTimestamp();
        _open = reader.ReadDouble();
        _high = reader.ReadDouble();
        _low = reader.ReadDouble();
        _close = reader.ReadDouble();
        _volume = reader.ReadDouble();
        _buyVolume = reader.ReadDouble();
        _ticks = reader.ReadInt32();
        _source = (Venue)reader.ReadByte();
        _anyFlags = (BarFlags)reader.ReadByte();
        _allFlags = (BarFlags)reader.ReadByte();
    }

    private void Begin(in Bar minute)
    {
        _hasBar = true;
        _openTime = timeframe.Floor(minute.OpenTime);
        _open = minute.Open;
        _high = minute.High;
        _low = minute.Low;
        _volume = 0;
        _buyVolume = 0;
        _ticks = 0;
        _anyFlags = BarFlags.None;
        _allFlags = OnlyIfAll;
    }
}
