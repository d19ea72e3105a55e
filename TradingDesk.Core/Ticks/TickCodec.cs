using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>
/// Writes ticks as differences to their predecessors and reads them back bit for bit, the venue's running number apart; about 9 bytes a tick. One instance
/// goes through one block from its start; <see cref="Reset"/> begins another.
/// </summary>
/// <remarks>
/// A byte of flags, a byte of lengths, then four numbers of 1, 2, 3 or 8 bytes each: reception since the tick before, change of the venue's latency, then for a
/// quote the bid against the venue's last and the spread, for a trade the price against the venue's last and the volume with its count of decimals. Prices count
/// in steps of the instrument's decimals. What is not on such a grid stands as the eight bytes of its double. Dividing a whole number by a power of ten gives the
/// double nearest to the decimal: the very one that parsing the venue's text gave. No branch depends on a number's length: the hot path must not mispredict.
/// </remarks>
internal struct TickCodec(int priceDecimals)
{
    /// <summary>Bytes that no tick exceeds.</summary>
    public const int MaxBytes = 2 + (4 * sizeof(ulong));

    /// <summary>Most decimals of a volume that is not stored raw.</summary>
    private const int MaxVolumeDecimals = 8;
    private const int DecimalsBits = 4;
    private const double LargestWhole = 1L << 48;
    private const int VenueMask = 0b11;
    private const int TradeFlag = 1 << 2;
    private const int BackfilledFlag = 1 << 3;
    private const int AggressorShift = 4;
    private const int AggressorMask = 0b11;
    private const int RawPriceFlag = 1 << 6;
    private const int RawSecondFlag = 1 << 7;
    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

    private readonly double _priceScale = PowersOfTen[priceDecimals];
    private long _receivedAt;
    private Venues _venues;

    public void Reset()
    {
        _receivedAt = 0;
        _venues = default;
    }

    /// <param name="target">At least <see cref="MaxBytes"/>.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> target, in Tick tick)
    {
        target = target[..MaxBytes];
        ref var venue = ref _venues[(int)tick.Venue & VenueMask];
        var flags = ((int)tick.Venue & VenueMask) | (tick.Backfilled ? BackfilledFlag : 0);
        var received = tick.ReceivedAt.UnixMicroseconds;
        var latency = received - tick.OccurredAt.UnixMicroseconds;
        var lengths = 0;
        var at = 2;
        WriteNumber(target, ref at, ref lengths, Fold(received - _receivedAt));
        WriteNumber(target, ref at, ref lengths, Fold(latency - venue.Latency));
        (_receivedAt, venue.Latency) = (received, latency);
        ulong first, second;
        if (tick.Kind == TickKind.Trade)
        {
            flags |= TradeFlag | ((tick.Aggressor + 1) << AggressorShift);
            first = Price(tick.Price, ref venue.Price, ref flags);
            second = Volume(tick.Volume, ref venue.VolumeDecimals, ref flags);
        }
        else
        {
            first = Price(tick.Bid, ref venue.Bid, ref flags);
            second = Ask(tick.Ask, venue.Bid, ref flags);
        }

        WriteNumber(target, ref at, ref lengths, first);
        WriteNumber(target, ref at, ref lengths, second);
        target[0] = (byte)flags;
        target[1] = (byte)lengths;
        return at;
    }

    /// <summary>Reads the next tick at <paramref name="at"/> and moves it on. Of bytes that are being overwritten it makes something, never an error.</summary>
    public Tick Read(ReadOnlySpan<byte> source, ref int at, int instrumentId)
    {
        if (at > source.Length - MaxBytes)
        {
            at = 0; // Only where the block is being overwritten: whoever asked will find out and forget the answer.
        }

        var flags = (int)source[at];
        var lengths = (int)source[at + 1];
        at += 2;
        ref var venue = ref _venues[flags & VenueMask];
        _receivedAt += Unfold(ReadNumber(source, ref at, ref lengths));
        venue.Latency += Unfold(ReadNumber(source, ref at, ref lengths));
        var first = ReadNumber(source, ref at, ref lengths);
        var second = ReadNumber(source, ref at, ref lengths);
        var id = (Venue)(flags & VenueMask);
        var received = new Timestamp(_receivedAt);
        var occurred = new Timestamp(_receivedAt - venue.Latency);
        var backfilled = (flags & BackfilledFlag) != 0;
        if ((flags & TradeFlag) == 0)
        {
            var bid = PriceOf(first, ref venue.Bid, flags);
            var ask = (flags & RawSecondFlag) != 0 ? BitConverter.UInt64BitsToDouble(second) : (venue.Bid + Unfold(second)) / _priceScale;
            return Tick.Quote(instrumentId, id, occurred, received, bid, ask, backfilled: backfilled);
        }

        var price = PriceOf(first, ref venue.Price, flags);
        var aggressor = ((flags >> AggressorShift) & AggressorMask) - 1;
        return Tick.Trade(instrumentId, id, occurred, received, price, VolumeOf(second, flags), aggressor, backfilled: backfilled);
    }

    private readonly ulong Price(double value, ref long last, ref int flags)
    {
        if (!IsWhole(value, _priceScale, out var whole))
        {
            flags |= RawPriceFlag;
            return BitConverter.DoubleToUInt64Bits(value);
        }

        var change = whole - last;
        last = whole;
        return Fold(change);
    }

    private readonly double PriceOf(ulong number, ref long last, int flags)
    {
        if ((flags & RawPriceFlag) != 0)
        {
            return BitConverter.UInt64BitsToDouble(number);
        }

        last += Unfold(number);
        return last / _priceScale;
    }

    /// <summary>Against the venue's last bid on the grid, which is this quote's own unless that stands raw.</summary>
    private readonly ulong Ask(double value, long bid, ref int flags)
    {
        if (IsWhole(value, _priceScale, out var whole))
        {
            return Fold(whole - bid);
        }

        flags |= RawSecondFlag;
        return BitConverter.DoubleToUInt64Bits(value);
    }

    /// <summary>A venue's volumes have the same decimals: once found, one try is enough.</summary>
    private static ulong Volume(double value, ref int decimals, ref int flags)
    {
        for (var tried = decimals; tried <= MaxVolumeDecimals; tried++)
        {
            if (IsWhole(value, PowersOfTen[tried], out var whole))
            {
                decimals = tried;
                return ((ulong)whole << DecimalsBits) | (uint)tried;
            }
        }

        flags |= RawSecondFlag;
        return BitConverter.DoubleToUInt64Bits(value);
    }

    private static double VolumeOf(ulong number, int flags) => (flags & RawSecondFlag) != 0
        ? BitConverter.UInt64BitsToDouble(number)
        : (number >> DecimalsBits) / PowersOfTen[Math.Min((int)number & ((1 << DecimalsBits) - 1), MaxVolumeDecimals)];

    /// <summary>True where <paramref name="value"/> is, bit for bit, a whole number from 0 on over <paramref name="scale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWhole(double value, double scale, out long whole)
    {
        var scaled = (value * scale) + 0.5;
        if (!(scaled >= 0 && scaled < LargestWhole))
        {
            whole = 0;
            return false;
        }

        whole = (long)scaled;
        return BitConverter.DoubleToInt64Bits(whole / scale) == BitConverter.DoubleToInt64Bits(value);
    }

    /// <summary>Small numbers of either sign become small numbers.</summary>
    private static ulong Fold(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static long Unfold(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteNumber(Span<byte> target, ref int at, ref int lengths, ulong value)
    {
        var bytes = (71 - BitOperations.LeadingZeroCount(value | 1)) >> 3;
        BinaryPrimitives.WriteUInt64LittleEndian(target[at..], value);
        lengths = (lengths << 2) | (Math.Min(bytes, 4) - 1);
        at += bytes <= 3 ? bytes : sizeof(ulong);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadNumber(ReadOnlySpan<byte> source, ref int at, ref int lengths)
    {
        var bytes = ((lengths >> 6) & 0b11) + 1;
        bytes = bytes <= 3 ? bytes : sizeof(ulong);
        lengths <<= 2;
        var value = BinaryPrimitives.ReadUInt64LittleEndian(source[at..]) & (ulong.MaxValue >> ((sizeof(ulong) - bytes) * 8));
        at += bytes;
        return value;
    }

    private struct VenueState
    {
        public long Latency;
        public long Bid;
        public long Price;
        public int VolumeDecimals;
    }

    /// <summary>By <see cref="Venue"/>.</summary>
    [InlineArray(VenueMask + 1)]
    private struct Venues
    {
        private VenueState _first;
    }
}
