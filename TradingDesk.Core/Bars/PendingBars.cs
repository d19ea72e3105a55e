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

    /// <summary>Intervals in the ring that hold ticks.</summary>
    public int Occupied { get; private set; }

    /// <summary>The open time of the earliest interval with ticks, µs; <see cref="long.MaxValue"/> while there is none.</summary>
    public long Oldest { get; private set; } = long.MaxValue;

    public int PlaceOf(long openTime) => (int)((openTime / _duration) & _mask);

    public ref readonly TickBar At(long openTime) => ref _places[PlaceOf(openTime)];

    public bool HasTicks(long openTime) => At(openTime).IsOf(openTime, _duration);

    /// <summary>Adds to a place found by <see cref="PlaceOf"/>; the caller sees to it that all intervals with ticks fit the ring.</summary>
    public void Add(int place, long openTime, in Tick tick, double price, BarFlags flags)
    {
        ref var bar = ref _places[place];
        if (bar.Ticks == 0)
        {
            Occupied++;
            Oldest = Math.Min(Oldest, openTime);
        }

        bar.Add(tick, price, flags);
    }

    public void Clear(long openTime)
    {
        if (!HasTicks(openTime))
        {
            return;
        }

        _places[PlaceOf(openTime)] = default;
        Occupied--;
        if (openTime == Oldest)
        {
            Oldest = NextWithTicks(openTime + _duration);
        }
    }

    /// <summary>The open time of the newest interval with ticks; <see cref="long.MaxValue"/> while there is none.</summary>
    public long Newest()
    {
        if (Occupied == 0)
        {
            return long.MaxValue;
        }

        var newest = Oldest + ((_places.Length - 1) * _duration);
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
        writer.Write(Oldest);
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
        Oldest = reader.ReadInt64();
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

    private long NextWithTicks(long openTime)
    {
        if (Occupied == 0)
        {
            return long.MaxValue;
        }

        while (!HasTicks(openTime))
        {
            openTime += _duration;
        }

        return openTime;
    }
}
