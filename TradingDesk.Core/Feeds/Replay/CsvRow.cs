using System.Runtime.CompilerServices;
using System.Text;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>One line of a CSV file, split into fields without copying. Quotes around a field are taken off; separators inside quotes are not supported.</summary>
internal ref struct CsvRow
{
    private readonly ReadOnlySpan<byte> _line;
    private Ends _ends;
    private readonly int _count;

    public CsvRow(ReadOnlySpan<byte> line, byte separator)
    {
        _line = line;
        var start = 0;
        while (_count < CsvColumns.MaxColumns)
        {
            var length = line[start..].IndexOf(separator);
            _ends[_count++] = length < 0 ? line.Length : start + length;
            if (length < 0)
            {
                break;
            }

            start += length + 1;
        }
    }

    /// <summary>The field, trimmed; empty where the row or the file has no such column.</summary>
    public readonly ReadOnlySpan<byte> this[int column]
    {
        get
        {
            if (column < 0 || column >= _count)
            {
                return default;
            }

            var start = column == 0 ? 0 : _ends[column - 1] + 1;
            return _line[start.._ends[column]].Trim(" \""u8);
        }
    }

    /// <summary>Reads a number; float dust of scaled exports (128652.99999999999) is taken off at the eighth decimal.</summary>
    public readonly bool TryNumber(int column, out double value)
    {
        if (!DecimalText.TryParse(this[column], out value))
        {
            return false;
        }

        value = Math.Round(value, 8, MidpointRounding.ToEven);
        return true;
    }

    public readonly bool TryTime(CsvColumns columns, out Timestamp time)
    {
        var date = this[columns.Time];
        if (columns.Clock < 0)
        {
            return CsvTime.TryParse(date, out time);
        }

        Span<byte> whole = stackalloc byte[40];
        var clock = this[columns.Clock];
        time = default;
        if (date.Length + clock.Length + 1 > whole.Length)
        {
            return false;
        }

        date.CopyTo(whole);
        whole[date.Length] = (byte)' ';
        clock.CopyTo(whole[(date.Length + 1)..]);
        return CsvTime.TryParse(whole[..(date.Length + clock.Length + 1)], out time);
    }

    /// <summary>+1 where the buyer was the aggressor, −1 the seller, 0 where the file does not tell.</summary>
    public readonly int Aggressor(int column)
    {
        var field = this[column];
        return Ascii.EqualsIgnoreCase(field, "true"u8) || field.SequenceEqual("1"u8) ? -1
            : Ascii.EqualsIgnoreCase(field, "false"u8) || field.SequenceEqual("0"u8) ? 1
            : 0;
    }

    [InlineArray(CsvColumns.MaxColumns)]
    private struct Ends
    {
        private int _first;
    }
}
