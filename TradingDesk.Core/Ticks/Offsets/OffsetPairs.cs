using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Offsets;

/// <summary>
/// Pairs each quote of the execution venue with the other venue's last quote at or before it (as-of join; never a later one, whichever came first). Each venue's
/// quotes come in the order of their instants, as the merged tape gives them; one that is older than its venue's last is passed over.
/// </summary>
/// <remarks>
/// Bounded: at most <see cref="Capacity"/> pairs, at most one in each 1/<see cref="Capacity"/> of the window; the other venue's last <see cref="Remembered"/> quotes
/// are remembered, for execution quotes that come late. Allocates nothing.
/// </remarks>
internal sealed class OffsetPairs
{
    public const int Capacity = 2_048;
    public const int Remembered = 1_024;

    private readonly Pair[] _pairs = new Pair[Capacity];
    private readonly Quote[] _others = new Quote[Remembered];
    private long _count;
    private long _otherCount;
    private long _executionAt = long.MinValue;

    /// <summary>The other venue's latest mid; 0 before the first.</summary>
    public double OtherMid => _otherCount == 0 ? 0 : Other(_otherCount - 1).Mid;

    public void OnQuote(Venue venue, double mid, Timestamp occurredAt, OffsetOptions options)
    {
        var at = occurredAt.UnixMicroseconds;
        if (venue == VenueOffset.Other)
        {
            if (_otherCount == 0 || at >= Other(_otherCount - 1).At)
            {
                Other(_otherCount++) = new Quote(at, mid);
            }
        }
        else if (venue == VenueOffset.Execution && at >= _executionAt)
        {
            _executionAt = at;
            TakePair(at, mid, options);
        }
    }

    /// <summary>Copies the pairs of the window that ends with <paramref name="now"/>; gives their number.</summary>
    /// <param name="execution">At least <see cref="Capacity"/> long.</param>
    /// <param name="other">The other venue's mids, likewise.</param>
    /// <param name="newest">Instant of the newest pair; the epoch where there is none.</param>
    public int Read(Timestamp now, TimeSpan window, Span<double> execution, Span<double> other, out Timestamp newest)
    {
        newest = Timestamp.Epoch;
        var from = now.UnixMicroseconds - Microseconds(window);
        var n = 0;
        for (var i = _count - 1; i >= Math.Max(0, _count - Capacity); i--)
        {
            ref readonly var pair = ref _pairs[i % Capacity];
            if (pair.At <= from)
            {
                break;
            }

            if (pair.At <= now.UnixMicroseconds)
            {
                newest = Timestamp.Max(newest, new Timestamp(pair.At));
                execution[n] = pair.Execution;
                other[n++] = pair.Other;
            }
        }

        return n;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("offsetPairs", 1);
        writer.Write(_executionAt);
        var pairs = (int)Math.Min(_count, Capacity);
        writer.Write(pairs);
        for (var i = _count - pairs; i < _count; i++)
        {
            ref readonly var pair = ref _pairs[i % Capacity];
            writer.Write(pair.At);
            writer.Write(pair.Execution);
            writer.Write(pair.Other);
        }

        var others = (int)Math.Min(_otherCount, Remembered);
        writer.Write(others);
        for (var i = _otherCount - others; i < _otherCount; i++)
        {
            writer.Write(Other(i).At);
            writer.Write(Other(i).Mid);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("offsetPairs", 1);
        _executionAt = reader.ReadInt64();
        _count = reader.ReadInt32();
        for (var i = 0; i < _count; i++)
        {
            _pairs[i] = new Pair(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble());
        }

        _otherCount = reader.ReadInt32();
        for (var i = 0; i < _otherCount; i++)
        {
            Other(i) = new Quote(reader.ReadInt64(), reader.ReadDouble());
        }
    }

    private void TakePair(long at, double mid, OffsetOptions options)
    {
        var spacing = Microseconds(options.Window) / Capacity;
        if (_count > 0 && at - _pairs[(_count - 1) % Capacity].At < spacing)
        {
            return;
        }

        for (var i = _otherCount - 1; i >= Math.Max(0, _otherCount - Remembered); i--)
        {
            ref readonly var other = ref Other(i);
            if (other.At > at)
            {
                continue;
            }

            if (at - other.At <= Microseconds(options.MaxQuoteAge))
            {
                _pairs[_count++ % Capacity] = new Pair(at, mid, other.Mid);
            }

            return;
        }
    }

    private ref Quote Other(long index) => ref _others[index % Remembered];

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private readonly record struct Pair(long At, double Execution, double Other);

    private readonly record struct Quote(long At, double Mid);
}
