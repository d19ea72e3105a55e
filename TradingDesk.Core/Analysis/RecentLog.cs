using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis;

/// <summary>An event that can be written down exactly and read back.</summary>
public interface ISavedEvent<TSelf>
    where TSelf : struct, ISavedEvent<TSelf>
{
    void Save(StateWriter writer);

    static abstract TSelf Load(StateReader reader);
}

/// <summary>The newest events of one kind, for readers. Bounded: the oldest gives way.</summary>
public sealed class RecentLog<TEvent> : IEventSink<TEvent>, IHasState
    where TEvent : struct, ISavedEvent<TEvent>
{
    private readonly TEvent[] _items;
    private long _added;

    /// <param name="capacity">Events kept, 1 to 10,000.</param>
    public RecentLog(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 10_000);
        _items = new TEvent[capacity];
    }

    public int Count => (int)Math.Min(_added, _items.Length);

    /// <summary>The event that came <paramref name="age"/> events before the newest; 0 the newest.</summary>
    public ref readonly TEvent this[int age]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)age, (uint)Count);
            return ref _items[(_added - 1 - age) % _items.Length];
        }
    }

    public void Add(in TEvent item)
    {
        _items[_added % _items.Length] = item;
        _added++;
    }

    /// <summary>A copy, newest first.</summary>
    public TEvent[] ToArray()
    {
        var copy = new TEvent[Count];
        for (var age = 0; age < copy.Length; age++)
        {
            copy[age] = this[age];
        }

        return copy;
    }

    public void Reset() => _added = 0;

    public void SaveState(StateWriter writer)
    {
        writer.Section("recentLog", 1);
        writer.Write(Count);
        for (var age = Count - 1; age >= 0; age--)
        {
            this[age].Save(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("recentLog", 1);
        var count = reader.ReadInt32();
        if (count < 0 || count > _items.Length)
        {
            throw new InvalidDataException($"A log of {_items.Length} events cannot hold {count}.");
        }

        Reset();
        for (var i = 0; i < count; i++)
        {
            Add(TEvent.Load(reader));
        }
    }
}
