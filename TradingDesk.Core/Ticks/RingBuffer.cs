using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>
/// The last ticks of one instrument, of all venues, in the order of their acceptance: bounded memory (see <see cref="TickCodec"/>), oldest evicted first. One
/// thread writes and never waits; any thread reads a copy. Lossless except for the venue's running number, which only the raw tape keeps.
/// </summary>
/// <remarks>
/// Ticks lie in blocks that are made on first need and used again; each is readable from its start without the others. Before a block is used again the writer
/// publishes that what it held is evicted; a reader decodes first and then leaves out what has been evicted meanwhile, so that it never returns a tick that was
/// being overwritten.
/// </remarks>
public sealed class TickRingBuffer
{
    private const int BlockBytes = 32_768;

    private readonly int _instrumentId;
    private readonly int _decimals;
    private readonly long _span;
    private readonly Block[] _blocks;
    private TickCodec _codec;
    private long _written;
    private long _evictedTicks;
    private long _newestBlock = -1;
    private long _oldestBlock;
    private long _allocatedBytes;

    /// <param name="instrument">The instrument.</param>
    /// <param name="options">Memory and span.</param>
    /// <param name="instruments">Instruments that share the memory, at least 1.</param>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public TickRingBuffer(Instrument instrument, TickBufferOptions options, int instruments)
    {
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(instruments, 1);
        _instrumentId = instrument.Id;
        _decimals = DecimalsOf(instrument.TickSize);
        _span = options.Span.Ticks / TimeSpan.TicksPerMicrosecond;
        _codec = new TickCodec(_decimals);
        _blocks = new Block[Math.Max(2, (int)(options.TotalMegabytes * 1_000_000L / instruments / BlockBytes))];
    }

    /// <summary>Bytes that it takes at most.</summary>
    public long CapacityBytes => (long)_blocks.Length * BlockBytes;

    /// <summary>Ticks held now.</summary>
    public int Count => (int)(Volatile.Read(ref _written) - Volatile.Read(ref _evictedTicks));

    /// <summary>Bytes taken now.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>Takes the next accepted tick. Only the writing thread calls this.</summary>
    public void Append(in Tick tick)
    {
        if (_newestBlock < 0 || _blocks[Slot(_newestBlock)].Used > BlockBytes - TickCodec.MaxBytes)
        {
            BeginBlock(tick.OccurredAt.UnixMicroseconds);
        }

        ref var block = ref _blocks[Slot(_newestBlock)];
        block.Used += _codec.Write(block.Bytes.AsSpan(block.Used), tick);
        if (tick.OccurredAt.UnixMicroseconds > block.NewestAt)
        {
            Volatile.Write(ref block.NewestAt, tick.OccurredAt.UnixMicroseconds);
        }

        if (tick.OccurredAt.UnixMicroseconds < block.OldestAt)
        {
            Volatile.Write(ref block.OldestAt, tick.OccurredAt.UnixMicroseconds);
        }

        Volatile.Write(ref block.Count, block.Count + 1);
        Volatile.Write(ref _written, _written + 1);
    }

    /// <summary>The newest ticks that occurred in [from, to), at most <paramref name="limit"/> of them, in the order of their acceptance. Any thread.</summary>
    public IReadOnlyList<Tick> Read(Timestamp from, Timestamp to, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var blocks = new List<List<Tick>>();
        var found = 0;
        for (var number = Volatile.Read(ref _newestBlock); number >= Volatile.Read(ref _oldestBlock) && found < limit; number--)
        {
            ref var block = ref _blocks[Slot(number)];
            if (Volatile.Read(ref block.NewestAt) < from.UnixMicroseconds || Volatile.Read(ref block.OldestAt) >= to.UnixMicroseconds)
            {
                continue;
            }

            var ticks = Decode(block.Bytes, Volatile.Read(ref block.Count), from, to);

            // What was overwritten while it was being decoded is not to be trusted.
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _oldestBlock) > number)
            {
                break;
            }

            blocks.Add(ticks);
            found += ticks.Count;
        }

        blocks.Reverse();
        var all = new List<Tick>(found);
        blocks.ForEach(all.AddRange);
        if (found > limit)
        {
            all.RemoveRange(0, found - limit);
        }

        return all;
    }

    /// <summary>The instant of the oldest tick held, or <see langword="null"/> while empty. Any thread.</summary>
    public Timestamp? OldestAt()
    {
        while (Volatile.Read(ref _written) > 0)
        {
            var number = Volatile.Read(ref _oldestBlock);
            var first = Volatile.Read(ref _blocks[Slot(number)].FirstAt);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _oldestBlock) == number)
            {
                return new Timestamp(first);
            }
        }

        return null;
    }

    /// <summary>Writes the newest ticks, back to <paramref name="span"/> before the newest, in the order of their acceptance; none for a span of zero.</summary>
    internal void SaveTail(StateWriter writer, TimeSpan span)
    {
        writer.Section("tickTail", 1);
        var newest = long.MinValue;
        for (var number = _oldestBlock; _written > 0 && number <= _newestBlock; number++)
        {
            newest = Math.Max(newest, _blocks[Slot(number)].NewestAt);
        }

        var ticks = span == TimeSpan.Zero || _written == 0 ? [] : Read(new Timestamp(newest) - span, Timestamp.MaxValue, int.MaxValue);
        writer.Write(ticks.Count);
        foreach (var tick in ticks)
        {
            TickState.SaveOptional(writer, present: true, tick);
        }
    }

    internal void LoadTail(StateReader reader)
    {
        reader.Section("tickTail", 1);
        for (var i = reader.ReadInt32(); i > 0; i--)
        {
            TickState.LoadOptional(reader, out var tick);
            Append(tick);
        }
    }

    private static int DecimalsOf(decimal tickSize)
    {
        var decimals = 0;
        while (decimals < 8 && decimal.Truncate(tickSize) != tickSize)
        {
            tickSize *= 10;
            decimals++;
        }

        return decimals;
    }

    private int Slot(long number) => (int)(number % _blocks.Length);

    private List<Tick> Decode(byte[] bytes, int count, Timestamp from, Timestamp to)
    {
        var ticks = new List<Tick>();
        var codec = new TickCodec(_decimals);
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var tick = codec.Read(bytes, ref at, _instrumentId);
            if (tick.OccurredAt >= from && tick.OccurredAt < to)
            {
                ticks.Add(tick);
            }
        }

        return ticks;
    }

    private void BeginBlock(long now)
    {
        // Whole blocks go: the one whose place is needed, and those that have grown too old.
        var number = _newestBlock + 1;
        var oldest = _oldestBlock;
        var ticks = _evictedTicks;
        while (oldest < number && (oldest <= number - _blocks.Length || _blocks[Slot(oldest)].NewestAt < now - _span))
        {
            ticks += _blocks[Slot(oldest)].Count;
            oldest++;
        }

        Volatile.Write(ref _evictedTicks, ticks);
        Volatile.Write(ref _oldestBlock, oldest);
        Interlocked.MemoryBarrier();
        ref var block = ref _blocks[Slot(number)];
        if (block.Bytes is null)
        {
            block.Bytes = GC.AllocateUninitializedArray<byte>(BlockBytes);
            Volatile.Write(ref _allocatedBytes, _allocatedBytes + BlockBytes);
        }

        (block.Count, block.Used, block.FirstAt, block.NewestAt, block.OldestAt) = (0, 0, now, long.MinValue, long.MaxValue);
        _codec.Reset();
        Volatile.Write(ref _newestBlock, number);
    }

    private struct Block
    {
        public byte[] Bytes;
        public int Used;
        public int Count;
        public long FirstAt;
        public long NewestAt;
        public long OldestAt;
    }
}
