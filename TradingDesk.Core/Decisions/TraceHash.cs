using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TradingDesk.Core.Decisions;

/// <summary>A SHA-256 value that needs no object of its own.</summary>
public readonly record struct TraceHash
{
    public const int Length = SHA256.HashSizeInBytes;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public TraceHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A SHA-256 value has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    public static TraceHash Of(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(data, hash);
        return new TraceHash(hash);
    }

    public void CopyTo(Span<byte> destination)
    {
        Span<ulong> words = [_a, _b, _c, _d];
        MemoryMarshal.AsBytes(words).CopyTo(destination);
    }

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
