using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>The directions of the last few live breaks, counted.</summary>
internal sealed class RecentDirections(int capacity) : IHasState
{
    private readonly Direction[] _ring = new Direction[capacity];
    private int _next;

    public int Bullish { get; private set; }

    public int Bearish { get; private set; }

    public void Add(Direction direction)
    {
        Count(_ring[_next], -1);
        _ring[_next] = direction;
        Count(direction, +1);
        _next = (_next + 1) % capacity;
    }

    public void Reset()
    {
        Array.Clear(_ring);
        (_next, Bullish, Bearish) = (0, 0, 0);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("recentDirections", 1);
        writer.Write(capacity);
        for (var i = 0; i < capacity; i++)
        {
            writer.Write((sbyte)_ring[(_next + i) % capacity]);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("recentDirections", 1);
        if (reader.ReadInt32() != capacity)
        {
            throw new InvalidDataException("The saved break counts look back over another number of breaks.");
        }

        Reset();
        for (var i = 0; i < capacity; i++)
        {
            Add((Direction)reader.ReadSByte());
        }
    }

    private void Count(Direction direction, int change)
    {
        if (direction == Direction.Bullish)
        {
            Bullish += change;
        }
        else if (direction == Direction.Bearish)
        {
            Bearish += change;
        }
    }
}
