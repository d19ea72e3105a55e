using System.Collections.Concurrent;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Frames received in one go, packed into one buffer. Travels from the receiving task to the handling one and back to the pool.</summary>
internal sealed class FrameBatch
{
    public const int Bytes = 64 * 1024;
    private const int MaxFrames = 1_024;

    private readonly List<Entry> _entries = new(256);
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(Bytes);
    private int _length;

    public int Count => _entries.Count;

    public bool IsFull => _length >= Bytes / 2 || _entries.Count >= MaxFrames;

    /// <summary>The desk's instant for all of them: they were at hand together, and the batch goes on as soon as the next one is not.</summary>
    public Timestamp ReceivedAt { get; private set; }

    public ReadOnlySpan<byte> Frame(int index) => _bytes.AsSpan(_entries[index].Start, _entries[index].Length);

    /// <param name="clock">Asked once for a batch.</param>
    public void Add(ReadOnlySpan<byte> frame, TimeProvider clock)
    {
        if (_entries.Count == 0)
        {
            ReceivedAt = Timestamp.Now(clock);
        }

        if (_length + frame.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, _length + frame.Length);
        }

        frame.CopyTo(_bytes.AsSpan(_length));
        _entries.Add(new Entry(_length, frame.Length));
        _length += frame.Length;
    }

    /// <summary>Empties it for reuse; memory of an unusually large frame is given back.</summary>
    public void Clear()
    {
        _entries.Clear();
        _length = 0;
        if (_bytes.Length > 4 * Bytes)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(Bytes);
        }
    }

    private readonly record struct Entry(int Start, int Length);
}

/// <summary>Batches that are not in use. Thread-safe; keeps as many as were ever in use at once, which the queue bounds.</summary>
internal sealed class FrameBatchPool
{
    private readonly ConcurrentBag<FrameBatch> _free = [];

    public FrameBatch Rent() => _free.TryTake(out var batch) ? batch : new FrameBatch();

    public void Return(FrameBatch batch)
    {
        batch.Clear();
        _free.Add(batch);
    }
}
