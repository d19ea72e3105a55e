using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars;

/// <summary>
/// A bar under construction from ticks in any order: open is the first and close the last by (instant, sequence), ties by arrival. Volume is summed in
/// whole 10⁻⁸ units, so that the sum does not depend on the order of arrival.
/// </summary>
internal struct TickBar
{
    private const double UnitsPerVolume = 1e8;

    private double _open;
    private double _high;
    private double _low;
    private double _close;
    private long _firstAt;
    private long _firstSequence;
    private long _lastAt;
    private long _lastSequence;
    private Int128 _units;
    private Int128 _buyUnits;
    private BarFlags _flags;

    /// <summary>Ticks so far; 0 means that the place is free.</summary>
    public int Ticks { get; private set; }

    /// <summary>True where this is the bar of the interval that opens at <paramref name="openTime"/> (µs).</summary>
    public readonly bool IsOf(long openTime, long duration) => Ticks > 0 && (ulong)(_firstAt - openTime) < (ulong)duration;

    /// <param name="flags">What the bar is because of this tick.</param>
    public void Add(in Tick tick, double price, BarFlags flags)
    {
        var at = tick.OccurredAt.UnixMicroseconds;
        var sequence = tick.Sequence;
        if (Ticks == 0)
        {
            _open = _high = _low = _close = price;
            _firstAt = _lastAt = at;
            _firstSequence = _lastSequence = sequence;
        }
        else
        {
            Extend(price, at, sequence);
        }

        _flags |= flags;
        if (tick.Backfilled)
        {
            _flags |= BarFlags.Filled;
        }

        Ticks++;
        if (tick.Kind == TickKind.Trade)
        {
            // Volume is not negative, so adding a half and cutting off rounds to the nearest unit.
            var units = (long)((tick.Volume * UnitsPerVolume) + 0.5);
            _units += units;
            if (tick.Aggressor > 0)
            {
                _buyUnits += units;
            }
        }
    }

    public readonly Bar Close(Timeframe timeframe, Timestamp openTime, Instrument instrument, BarFlags flags) => new(
        timeframe,
        openTime,
        open: _open,
        high: _high,
        low: _low,
        close: _close,
        volume: Volume(instrument),
        buyVolume: instrument.BarPrice == BarPrice.Bid ? 0 : (double)_buyUnits / UnitsPerVolume,
        tickCount: Ticks,
        source: Source(instrument),
        flags: _flags | flags);

    public readonly FormingBar Forming(Timeframe timeframe, Timestamp openTime, Instrument instrument) => new(
        timeframe,
        openTime,
        Open: _open,
        High: _high,
        Low: _low,
        Close: _close,
        Volume: Volume(instrument),
        TickCount: Ticks,
        Source: Source(instrument));

    public readonly void SaveState(StateWriter writer)
    {
        writer.Write(Ticks);
        writer.Write((byte)_flags);
        writer.Write(_open);
        writer.Write(_high);
        writer.Write(_low);
        writer.Write(_close);
        writer.Write(_firstAt);
        writer.Write(_firstSequence);
        writer.Write(_lastAt);
        writer.Write(_lastSequence);
        Write(writer, _units);
        Write(writer, _buyUnits);
    }

    public void LoadState(StateReader reader)
    {
        Ticks = reader.ReadInt32();
        _flags = (BarFlags)reader.ReadByte();
        _open = reader.ReadDouble();
        _high = reader.ReadDouble();
        _low = reader.ReadDouble();
        _close = reader.ReadDouble();
        _firstAt = reader.ReadInt64();
        _firstSequence = reader.ReadInt64();
        _lastAt = reader.ReadInt64();
        _lastSequence = reader.ReadInt64();
        _units = ReadInt128(reader);
        _buyUnits = ReadInt128(reader);
    }

    private static void Write(StateWriter writer, Int128 value)
    {
        writer.Write((long)(value >> 64));
        writer.Write((ulong)(value & ulong.MaxValue));
    }

    private static Int128 ReadInt128(StateReader reader)
    {
        var upper = reader.ReadInt64();
        var lower = reader.ReadUInt64();
        return new Int128((ulong)upper, lower);
    }

    private void Extend(double price, long at, long sequence)
    {
        if (price > _high)
        {
            _high = price;
        }

        if (price < _low)
        {
            _low = price;
        }

        if (at > _lastAt || (at == _lastAt && sequence >= _lastSequence))
        {
            _close = price;
            _lastAt = at;
            _lastSequence = sequence;
        }
        else if (at < _firstAt || (at == _firstAt && sequence < _firstSequence))
        {
            _open = price;
            _firstAt = at;
            _firstSequence = sequence;
        }
    }

    private readonly Venue Source(Instrument instrument) =>
        (_flags & BarFlags.Failover) != 0 && instrument.SecondaryVenue is { } secondary ? secondary : instrument.PrimaryVenue;

    private readonly double Volume(Instrument instrument) =>
        instrument.BarPrice == BarPrice.Bid ? Ticks : (double)_units / UnitsPerVolume;
}
