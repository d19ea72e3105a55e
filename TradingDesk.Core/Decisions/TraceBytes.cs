using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TradingDesk.Core.Decisions;

/// <summary>Writes the parts of a stored trace: little-endian, variable-length integers, doubles bit for bit.</summary>
internal ref struct TraceWriter(IBufferWriter<byte> output)
{
    private const int BlockBytes = 512;
    private Span<byte> _block = output.GetSpan(BlockBytes);
    private int _used;

    public void Byte(byte value)
    {
        Reserve(1);
        _block[_used++] = value;
    }

    public void Integer(long value)
    {
        Reserve(10);
        var rest = (ulong)((value << 1) ^ (value >> 63));
        while (rest >= 0x80)
        {
            _block[_used++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _block[_used++] = (byte)rest;
    }

    /// <summary>Up to eight numbers: a byte that says which are there, then those.</summary>
    public void Numbers(params ReadOnlySpan<double?> values)
    {
        byte mask = 0;
        for (var i = 0; i < values.Length; i++)
        {
            mask |= values[i] is null ? (byte)0 : (byte)(1 << i);
        }

        Byte(mask);
        foreach (var value in values)
        {
            if (value is { } number)
            {
                Reserve(sizeof(double));
                BinaryPrimitives.WriteDoubleLittleEndian(_block[_used..], number);
                _used += sizeof(double);
            }
        }
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Integer(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Integer(length);
        Reserve(length);
        _used += Encoding.UTF8.GetBytes(value, _block[_used..]);
    }

    public void Exact(decimal? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } number)
        {
            Span<int> bits = stackalloc int[4];
            decimal.GetBits(number, bits);
            foreach (var part in bits)
            {
                Integer(part);
            }
        }
    }

    public void Flush()
    {
        output.Advance(_used);
        _block = [];
        _used = 0;
    }

    private void Reserve(int bytes)
    {
        if (_block.Length - _used < bytes)
        {
            output.Advance(_used);
            _block = output.GetSpan(Math.Max(bytes, BlockBytes));
            _used = 0;
        }
    }
}

/// <summary>Reads what <see cref="TraceWriter"/> wrote.</summary>
/// <remarks>Every method throws <see cref="InvalidDataException"/> where the data end too early.</remarks>
internal ref struct TraceReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public byte Byte() => Take(1)[0];

    public long Integer()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new InvalidDataException("A stored decision trace holds an integer that is too long.");
    }

    public void Numbers(scoped Span<double?> values)
    {
        var mask = Byte();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (mask & (1 << i)) != 0 ? BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))) : null;
        }
    }

    public string? Text()
    {
        var length = Integer();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public decimal? Exact()
    {
        if (Byte() == 0)
        {
            return null;
        }

        Span<int> bits = [(int)Integer(), (int)Integer(), (int)Integer(), (int)Integer()];
        return new decimal(bits);
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException("A stored decision trace ends too early.");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
