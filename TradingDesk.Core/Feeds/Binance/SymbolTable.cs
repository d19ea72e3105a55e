using System.Runtime.CompilerServices;
using System.Text;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Finds a venue symbol's slot by its UTF-8 bytes, without a string. Open addressing over at most 1,024 symbols (Binance's own limit of streams per
/// connection); built once, then read-only.
/// </summary>
public sealed class SymbolTable
{
    public const int MaxSymbols = 1_024;

    /// <summary>Longest venue symbol that is looked up, in bytes.</summary>
    public const int MaxSymbolBytes = 32;

    private readonly byte[][] _names;
    private readonly short[] _buckets;
    private readonly int _mask;

    /// <exception cref="ArgumentException">Too many symbols, one twice, or one that is not 1 to 32 ASCII characters.</exception>
    public SymbolTable(IReadOnlyList<string> venueSymbols)
    {
        if (venueSymbols.Count > MaxSymbols)
        {
            throw new ArgumentException($"At most {MaxSymbols} symbols, not {venueSymbols.Count}.");
        }

        var size = 16;
        while (size < venueSymbols.Count * 4)
        {
            size *= 2;
        }

        _mask = size - 1;
        _buckets = new short[size];
        Array.Fill(_buckets, (short)-1);
        _names = new byte[venueSymbols.Count][];
        for (short slot = 0; slot < venueSymbols.Count; slot++)
        {
            Insert(slot, venueSymbols[slot]);
        }
    }

    public int Count => _names.Length;

    /// <summary>The symbol's slot, or −1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > MaxSymbolBytes)
        {
            return -1;
        }

        for (var bucket = Hash(name) & _mask; ; bucket = (bucket + 1) & _mask)
        {
            var slot = _buckets[bucket];
            if (slot < 0 || name.SequenceEqual(_names[slot]))
            {
                return slot;
            }
        }
    }

    /// <summary>As <see cref="Find"/>, for the lower-case form of stream names.</summary>
    public int FindStreamName(ReadOnlySpan<byte> lowerCaseName)
    {
        if (lowerCaseName.Length > MaxSymbolBytes)
        {
            return -1;
        }

        Span<byte> upper = stackalloc byte[MaxSymbolBytes];
        for (var i = 0; i < lowerCaseName.Length; i++)
        {
            var c = lowerCaseName[i];
            upper[i] = c is >= (byte)'a' and <= (byte)'z' ? (byte)(c - 32) : c;
        }

        return Find(upper[..lowerCaseName.Length]);
    }

    private void Insert(short slot, string venueSymbol)
    {
        var name = Encoding.ASCII.GetBytes(venueSymbol);
        if (name.Length is 0 or > MaxSymbolBytes || !Ascii.IsValid(venueSymbol) || Find(name) >= 0)
        {
            throw new ArgumentException($"'{venueSymbol}' is not a symbol of 1 to {MaxSymbolBytes} ASCII characters, or stands twice.");
        }

        _names[slot] = name;
        var bucket = Hash(name) & _mask;
        while (_buckets[bucket] >= 0)
        {
            bucket = (bucket + 1) & _mask;
        }

        _buckets[bucket] = slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(ReadOnlySpan<byte> name)
    {
        // First, middle and last byte with the length: enough to spread a few hundred tickers, and cheap.
        var hash = (name[0] * 31) + name.Length;
        hash = (hash * 31) + name[name.Length >> 1];
        return (hash * 31) + name[^1];
    }
}
