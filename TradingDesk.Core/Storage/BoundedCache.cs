using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace TradingDesk.Core.Storage;

/// <summary>Keeps what was added last, up to a number of entries; for answers that cannot change. Thread-safe.</summary>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _values = [];
    private readonly ConcurrentQueue<TKey> _order = [];

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    public void Add(TKey key, TValue value)
    {
        if (!_values.TryAdd(key, value))
        {
            return;
        }

        _order.Enqueue(key);
        while (_values.Count > capacity && _order.TryDequeue(out var oldest))
        {
            _values.TryRemove(oldest, out _);
        }
    }
}
