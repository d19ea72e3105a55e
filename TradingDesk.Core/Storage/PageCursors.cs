using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Cursors of lists: opaque to clients and good only for the list and filter that they came from. 16 bytes of HMAC-SHA-256 tell a made-up or altered one.
/// </summary>
public sealed class PageCursors(byte[] key)
{
    public const int KeyBytes = 32;

    private const int PositionBytes = sizeof(long);
    private const int TagBytes = 16;
    private const int MaxDetailBytes = 64;
    private const int MaxTextLength = 200;

    private readonly byte[] _key = key.Length == KeyBytes ? key : throw new ArgumentException("A cursor key has 32 bytes.", nameof(key));

    /// <param name="list">The list with its filter; the same text must be given to read the cursor.</param>
    /// <param name="position">Where the next page starts.</param>
    /// <param name="detail">What tells rows of the same position apart, at most 64 bytes of UTF-8.</param>
    public string Create(string list, long position, string detail = "")
    {
        var detailBytes = Encoding.UTF8.GetByteCount(detail);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(detailBytes, MaxDetailBytes, nameof(detail));
        Span<byte> cursor = stackalloc byte[PositionBytes + detailBytes + TagBytes];
        BinaryPrimitives.WriteInt64LittleEndian(cursor, position);
        Encoding.UTF8.GetBytes(detail, cursor[PositionBytes..]);
        var payload = cursor[..(PositionBytes + detailBytes)];
        Sign(list, payload, cursor[payload.Length..]);
        return Base64Url.EncodeToString(cursor);
    }

    /// <summary>False for anything that <see cref="Create"/> did not make for the same <paramref name="list"/>.</summary>
    public bool TryRead(string list, string? text, out long position, out string detail)
    {
        position = 0;
        detail = "";
        Span<byte> cursor = stackalloc byte[MaxTextLength];
        if (text is null || text.Length > MaxTextLength || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, cursor, out var length) || length < PositionBytes + TagBytes)
        {
            return false;
        }

        var payload = cursor[..(length - TagBytes)];
        Span<byte> tag = stackalloc byte[TagBytes];
        Sign(list, payload, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, cursor[payload.Length..length]))
        {
            return false;
        }

        position = BinaryPrimitives.ReadInt64LittleEndian(payload);
        detail = Encoding.UTF8.GetString(payload[PositionBytes..]);
        return true;
    }

    private void Sign(string list, ReadOnlySpan<byte> payload, Span<byte> tag)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(Encoding.UTF8.GetBytes(list));
        hmac.AppendData([0]);
        hmac.AppendData(payload);
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(full);
        full[..TagBytes].CopyTo(tag);
    }
}
