using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>
/// Remembers the last messages of one lane by a 64-bit key, in sets of four of which the oldest gives way: constant time, fixed memory, and exact for
/// running numbers over the last three quarters of its size.
/// </summary>
internal sealed class DuplicateMemory(int capacity)
{
    private const int Ways = 4;

    /// <summary>The same number again within this time is the same message; later the venue has begun to count anew.</summary>
    private const long Horizon = 60_000_000;

    private readonly Entry[] _entries = new Entry[capacity];
    private readonly byte[] _nextWay = new byte[capacity / Ways];

    /// <summary>Notes the message; false where it was noted before.</summary>
    public bool TryAdd(ulong key, Timestamp occurredAt)
    {
        var set = (int)(key & (ulong)(_nextWay.Length - 1));
        var ways = _entries.AsSpan(set * Ways, Ways);
        foreach (ref readonly var entry in ways)
        {
            if (entry.Key == key && entry.IsUsed && Math.Abs(entry.OccurredAt - occurredAt.UnixMicroseconds) <= Horizon)
            {
                return false;
            }
        }

        ways[_nextWay[set]] = new Entry(key, occurredAt.UnixMicroseconds, IsUsed: true);
        _nextWay[set] = (byte)((_nextWay[set] + 1) % Ways);
        return true;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("duplicateMemory", 1);
        writer.Write(capacity);
        writer.Write(_nextWay);
        foreach (var entry in _entries)
        {
            writer.Write(entry.IsUsed);
            if (entry.IsUsed)
            {
                writer.Write(entry.Key);
                writer.Write(entry.OccurredAt);
            }
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("duplicateMemory", 1);
        if (reader.ReadInt32() != capacity)
        {
            throw new InvalidDataException("The saved duplicate memory has another size.");
        }

        reader.ReadExactly(_nextWay);
        for (var i = 0; i < _entries.Length; i++)
        {
            _entries[i] = reader.ReadBoolean() ? new Entry(reader.ReadUInt64(), reader.ReadInt64(), IsUsed: true) : default;
        }
    }

    private readonly record struct Entry(ulong Key, long OccurredAt, bool IsUsed);
}
