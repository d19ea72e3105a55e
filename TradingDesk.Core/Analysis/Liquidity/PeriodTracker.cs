using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Liquidity;

/// <summary>High and low of the last completed period, and which of them price has traded beyond since.</summary>
/// <param name="From">Start of the period that made them; its end is a day, week or four hours later.</param>
/// <param name="KnownAt">Close at which the period was over.</param>
public readonly record struct PeriodReading(
    StructureTag Tag, Timestamp From, Timestamp To, double High, double Low, int OriginIndex, Timestamp OriginAt, Timestamp KnownAt, Timestamp? HighBrokenAt, Timestamp? LowBrokenAt);

/// <summary>
/// The previous period's high and low (DOMAIN B1.6, production form): periods are half-open in UTC and the reference is the last completed one for every
/// bar, the first of a period included. A period without bars is passed over.
/// </summary>
internal sealed class PeriodTracker(StructureTag tag) : IHasState
{
    private const long Hour = 3_600_000_000;
    private const long Day = 24 * Hour;

    /// <summary>1970-01-05, a Monday.</summary>
    private const long FirstMonday = 4 * Day;

    private readonly long _length = tag switch
    {
        StructureTag.FourHours => 4 * Hour,
        StructureTag.Day => Day,
        StructureTag.Week => 7 * Day,
        _ => throw new ArgumentOutOfRangeException(nameof(tag), tag, "Not a period."),
    };

    private RunningRange _range;
    private Timestamp _from;
    private Timestamp _to;

    /// <summary>The reference's levels while no bar has traded beyond them.</summary>
    private double _unbrokenHigh = double.PositiveInfinity;
    private double _unbrokenLow = double.NegativeInfinity;
    private PeriodReading? _current;

    /// <summary><see langword="null"/> until a period is over.</summary>
    public PeriodReading? Current
    {
        get => _current;
        private set
        {
            _current = value;
            _unbrokenHigh = value is { HighBrokenAt: null, High: var high } ? high : double.PositiveInfinity;
            _unbrokenLow = value is { LowBrokenAt: null, Low: var low } ? low : double.NegativeInfinity;
        }
    }

    /// <summary>Start of the period of the newest bar.</summary>
    public Timestamp From => _from;

    /// <summary>False where every bar is a period of its own.</summary>
    public bool IsLongerThan(Timeframe timeframe) => timeframe.DurationMicroseconds() < _length;

    /// <returns>True where a period was over with this bar.</returns>
    public bool Update(in Bar bar, in BarContext context)
    {
        var closed = false;
        if (bar.OpenTime >= _to)
        {
            closed = TryClose(context);
            var offset = tag == StructureTag.Week ? FirstMonday : 0;
            _from = new Timestamp(bar.OpenTime.UnixMicroseconds - Remainder(bar.OpenTime.UnixMicroseconds - offset));
            _to = new Timestamp(_from.UnixMicroseconds + _length);
        }

        if (bar.High > _unbrokenHigh || bar.Low < _unbrokenLow)
        {
            Current = Check(Current!.Value, bar, context);
        }

        _range.Take(bar, context.Index);
        return (bar.CloseTime >= _to && TryClose(context)) || closed;
    }

    public void Reset() => (_range, _from, _to, Current) = (default, default, default, null);

    public void SaveState(StateWriter writer)
    {
        writer.Section("period", 1);
        writer.Write((byte)tag);
        _range.Save(writer);
        writer.Write(_from);
        writer.Write(_to);
        writer.Write(Current.HasValue);
        if (Current is { } reading)
        {
            writer.Write(reading.From);
            writer.Write(reading.To);
            writer.Write(reading.High);
            writer.Write(reading.Low);
            writer.Write(reading.OriginIndex);
            writer.Write(reading.OriginAt);
            writer.Write(reading.KnownAt);
            WriteOptional(writer, reading.HighBrokenAt);
            WriteOptional(writer, reading.LowBrokenAt);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("period", 1);
        if ((StructureTag)reader.ReadByte() is var saved && saved != tag)
        {
            throw new InvalidDataException($"The saved period is {saved}, not {tag}.");
        }

        _range = RunningRange.Load(reader);
        _from = reader.ReadTimestamp();
        _to = reader.ReadTimestamp();
        Current = reader.ReadBoolean()
            ? new PeriodReading(
                tag,
                reader.ReadTimestamp(),
                reader.ReadTimestamp(),
                High: reader.ReadDouble(),
                Low: reader.ReadDouble(),
                reader.ReadInt32(),
                reader.ReadTimestamp(),
                reader.ReadTimestamp(),
                ReadOptional(reader),
                ReadOptional(reader))
            : null;
    }

    private static void WriteOptional(StateWriter writer, Timestamp? value)
    {
        writer.Write(value.HasValue);
        writer.Write(value.GetValueOrDefault());
    }

    private static Timestamp? ReadOptional(StateReader reader)
    {
        var present = reader.ReadBoolean();
        var value = reader.ReadTimestamp();
        return present ? value : null;
    }

    private long Remainder(long microseconds)
    {
        var remainder = microseconds % _length;
        return remainder < 0 ? remainder + _length : remainder;
    }

    private PeriodReading Check(PeriodReading reference, in Bar bar, in BarContext context)
    {
        if (reference.HighBrokenAt is null && bar.High > reference.High)
        {
            reference = reference with { HighBrokenAt = context.CloseTime };
            EmitBroken(reference, Direction.Bullish, reference.High, context);
        }

        if (reference.LowBrokenAt is null && bar.Low < reference.Low)
        {
            reference = reference with { LowBrokenAt = context.CloseTime };
            EmitBroken(reference, Direction.Bearish, reference.Low, context);
        }

        return reference;
    }

    private void EmitBroken(in PeriodReading reference, Direction direction, double level, in BarContext context) => context.Emit(
        context.Zone(StructureEventKind.PeriodBroken, direction, level, reference.High, reference.Low, reference.OriginIndex, reference.OriginAt, endsHere: true) with { Tag = tag });

    private bool TryClose(in BarContext context)
    {
        if (!_range.HasBars)
        {
            return false;
        }

        Current = new PeriodReading(tag, _from, _to, High: _range.High, Low: _range.Low, _range.FirstIndex, _range.FirstAt, context.CloseTime, HighBrokenAt: null, LowBrokenAt: null);
        context.Emit(context.Zone(StructureEventKind.PeriodClosed, Direction.None, _range.High, _range.High, _range.Low, _range.FirstIndex, _range.FirstAt, endsHere: false) with { Tag = tag });
        _range = default;
        return true;
    }
}
