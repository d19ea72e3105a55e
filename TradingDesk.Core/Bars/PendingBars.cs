using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars;

/// <summary>The bars of one short timeframe that may still take ticks: a ring of fixed size over consecutive intervals.</summary>
internal sealed class PendingBars
{
    private readonly TickBar[] _places;
    private readonly long _duration;
    private readonly long _mask;

    /// <param name="timeframe">Length of an interval.</param>
    /// <param name="minimumCapacity">Consecutive intervals to hold; rounded up to a power of two.</param>
    public PendingBars(Timeframe timeframe, int minimumCapacity)
    {
        _places = new TickBar[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)minimumCapacity)];
        _mask = _places.Length - 1;
        _duration = timeframe.DurationMicroseconds();
    }

    public int Capacity => _places.Length;

    /// <summary>Intervals in the ring that hold ticks.</summary>
    public int Occupied { get; private set; }

    /// <summary>The place of the interval that opens at <paramref name="openTime"/> (µs); the caller sees to it that the interval is within the ring's range.</summary>
    public int PlaceOf(long openTime) => (int)((openTime / _duration) & _mask);

    public ref readonly TickBar At(long openTime) => ref _places[PlaceOf(openTime)];

    public bool HasTicks(long openTime) => At(openTime).Ticks > 0;

    public void Add(int placeIndex, in Tick tick, double price)
    {
        ref var place = ref _places[placeIndex];
        if (place.Ticks == 0)
        {
            Occupied++;
        }

        place.Add(tick, price);
    }

    public void Clear(long openTime)
    {
        ref var place = ref _places[PlaceOf(openTime)];
        if (place.Ticks > 0)
        {
            Occupied--;
            place = default;
        }
    }

    /// <summary>The open time of the first interval with ticks at or after <paramref name="from"/>; <see cref="long.MaxValue"/> where the ring is empty.</summary>
    public long NextWithTicks(long from)
    {
        if (Occupied == 0)
        {
            return long.MaxValue;
        }

        while (!HasTicks(from))
        {
            from += _duration;
        }

        return from;
    }

    /// <summary>The open time of the newest interval with ticks in the ring that begins at <paramref name="frontier"/>; <see cref="long.MaxValue"/> where there is none.</summary>
    public long NewestWithTicks(long frontier)
    {
        if (Occupied == 0)
        {
            return long.MaxValue;
        }

        var newest = frontier + ((_places.Length - 1) * _duration);
        while (!HasTicks(newest))
        {
            newest -= _duration;
        }

        return newest;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("pendingBars", 1);
        writer.Write(_places.Length);
        writer.Write(Occupied);
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i].Ticks > 0)
            {
                writer.Write(i);
                _places[i].SaveState(writer);
            }
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("pendingBars", 1);
        if (reader.ReadInt32() != _places.Length)
        {
            throw new InvalidDataException("The saved bars belong to other bar options.");
        }

        Array.Clear(_places);
        Occupied = reader.ReadInt32();
        for (var i = 0; i < Occupied; i++)
        {
            var index = reader.ReadInt32();
            if ((uint)index >= (uint)_places.Length)
            {
                throw new InvalidDataException("A saved bar lies outside the ring.");
            }

            _places[index].LoadState(reader);
        }
    }
}
