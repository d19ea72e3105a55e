using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>How many ticks stay in memory.</summary>
public sealed class TickBufferOptions
{
    /// <summary>Bytes for the tick buffers of all instruments together, in MB (10⁶ bytes), 1 to 2,000; default 96.</summary>
    [Range(1, 2_000)]
    public int TotalMegabytes { get; set; } = 96;

    /// <summary>Age beyond which ticks are given up even where there is room, 1 minute to 1 day; default 3 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Span { get; set; } = TimeSpan.FromHours(3);

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}

/// <summary>
/// The last ticks of one instrument, of all venues, in the order of their acceptance: fixed memory at 32 bytes a tick, oldest evicted first. One thread
/// writes and never waits; any thread reads a copy. Lossless except for the venue's running number, which only the raw tape keeps.
/// </summary>
/// <remarks>
/// Ticks lie in chunks that are made on first need and used again. Before a chunk is used again the writer publishes that what it held is evicted; a reader
/// copies first and then leaves out what has been evicted meanwhile, so that it never returns a tick that was being overwritten.
/// </remarks>
public sealed class TickRingBuffer
{
    private const int ChunkTicks = 2_048;
    private const int Words = 4;
    private const int BytesPerChunk = ChunkTicks * Words * sizeof(long);

    private readonly int _instrumentId;
    private readonly long _span;
    private readonly long[]?[] _chunks;
    private readonly long[] _newestOfChunk;
    private long _written;
    private long _evictedBelow;

    /// <param name="instrument">The instrument.</param>
    /// <param name="options">Memory and span.</param>
    /// <param name="instruments">Instruments that share the memory, at least 1.</param>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public TickRingBuffer(Instrument instrument, TickBufferOptions options, int instruments)
    {
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(instruments, 1);
        _instrumentId = instrument.Id;
        _span = options.Span.Ticks / TimeSpan.TicksPerMicrosecond;
        var chunks = Math.Max(2, (int)(options.TotalMegabytes * 1_000_000L / instruments / BytesPerChunk));
        _chunks = new long[]?[chunks];
        _newestOfChunk = new long[chunks];
    }

    /// <summary>Ticks that fit at most.</summary>
    public int Capacity => _chunks.Length * ChunkTicks;

    /// <summary>Ticks held now.</summary>
    public int Count => (int)(Volatile.Read(ref _written) - Volatile.Read(ref _evictedBelow));

    /// <summary>Bytes taken now.</summary>
    public long AllocatedBytes => _chunks.Count(chunk => chunk is not null) * (long)BytesPerChunk;

    /// <summary>Takes the next accepted tick. Only the writing thread calls this.</summary>
    public void Append(in Tick tick)
    {
        var position = _written;
        var offset = (int)(position % ChunkTicks);
        var chunkIndex = (int)(position / ChunkTicks % _chunks.Length);
        if (offset == 0)
        {
            BeginChunk(position, chunkIndex, tick.OccurredAt.UnixMicroseconds);
        }

        PackedTick.Write(_chunks[chunkIndex].AsSpan(offset * Words, Words), tick);
        if (tick.OccurredAt.UnixMicroseconds > _newestOfChunk[chunkIndex])
        {
            Volatile.Write(ref _newestOfChunk[chunkIndex], tick.OccurredAt.UnixMicroseconds);
        }

        Volatile.Write(ref _written, position + 1);
    }

    /// <summary>The newest ticks that occurred in [from, to), at most <paramref name="limit"/> of them, in the order of their acceptance. Any thread.</summary>
    public IReadOnlyList<Tick> Read(Timestamp from, Timestamp to, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var end = Volatile.Read(ref _written);
        var begin = Volatile.Read(ref _evictedBelow);
        var found = new List<(long Position, Tick Tick)>(Math.Min(limit, 1_024));
        for (var position = end - 1; position >= begin && found.Count < limit; position--)
        {
            var chunkIndex = (int)(position / ChunkTicks % _chunks.Length);
            if (Volatile.Read(ref _newestOfChunk[chunkIndex]) < from.UnixMicroseconds)
            {
                position -= position % ChunkTicks;
                continue;
            }

            var tick = PackedTick.Read(_chunks[chunkIndex].AsSpan((int)(position % ChunkTicks) * Words, Words), _instrumentId);
            if (tick.OccurredAt >= from && tick.OccurredAt < to)
            {
                found.Add((position, tick));
            }
        }

        // What was overwritten while it was being copied is not to be trusted.
        Interlocked.MemoryBarrier();
        var evicted = Volatile.Read(ref _evictedBelow);
        found.RemoveAll(item => item.Position < evicted);
        found.Reverse();
        return found.ConvertAll(item => item.Tick);
    }

    /// <summary>The instant of the oldest tick held, or <see langword="null"/> while empty. Any thread.</summary>
    public Timestamp? OldestAt()
    {
        while (true)
        {
            var position = Volatile.Read(ref _evictedBelow);
            if (position >= Volatile.Read(ref _written))
            {
                return null;
            }

            var chunk = _chunks[position / ChunkTicks % _chunks.Length];
            var tick = PackedTick.Read(chunk.AsSpan((int)(position % ChunkTicks) * Words, Words), _instrumentId);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _evictedBelow) == position)
            {
                return tick.OccurredAt;
            }
        }
    }

    /// <summary>Writes the newest ticks, back to <paramref name="span"/> before the newest, in the order of their acceptance; none for a span of zero.</summary>
    internal void SaveTail(StateWriter writer, TimeSpan span)
    {
        writer.Section("tickTail", 1);
        var newest = new Timestamp(_written == 0 ? 0 : _newestOfChunk.Max());
        var ticks = span == TimeSpan.Zero || _written == 0 ? [] : Read(newest - span, Timestamp.MaxValue, int.MaxValue);
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

    private void BeginChunk(long position, int chunkIndex, long now)
    {
        // Whole chunks go: the one whose place is needed, and those that have grown too old.
        var evicted = Math.Max(_evictedBelow, position - ((_chunks.Length - 1L) * ChunkTicks));
        while (evicted < position && _newestOfChunk[evicted / ChunkTicks % _chunks.Length] < now - _span)
        {
            evicted += ChunkTicks;
        }

        Volatile.Write(ref _evictedBelow, evicted);
        Interlocked.MemoryBarrier();
        _chunks[chunkIndex] ??= new long[ChunkTicks * Words];
        _newestOfChunk[chunkIndex] = long.MinValue;
    }
}
