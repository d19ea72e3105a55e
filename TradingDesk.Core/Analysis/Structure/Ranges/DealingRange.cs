using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Ranges;

/// <summary>Where the last close stands in the dealing range, and how far price has come back from its newer end.</summary>
/// <param name="Direction">Bullish where the newer end is the high.</param>
/// <param name="OriginAt">Open time of the newer end's bar.</param>
/// <param name="KnownAt">Close at which the newer end became final.</param>
/// <param name="Position">Of the last close: 0 at the bottom, 0.5 at equilibrium, 1 at the top; outside 0 to 1 where price has left the range.</param>
/// <param name="Current">Retracement of the last bar's extreme from the newer end: 0 there, 1 at the other end; negative or above 1 beyond them.</param>
/// <param name="Deepest">The largest of these since the newer end became final, at least 0.</param>
public readonly record struct RangeReading(
    Direction Direction, double Top, double Bottom, Timestamp OriginAt, Timestamp KnownAt, double Position, double Current, double Deepest);

/// <summary>
/// The dealing range between the last final high and the last final low, retracement in it (DOMAIN B1.8, C7) and premium or discount. Final swings only:
/// nothing here is taken back.
/// </summary>
internal sealed class DealingRange : IHasState
{
    private Swing? _high;
    private Swing? _low;
    private bool _isKnown;
    private RangeReading _reading;
    private Swing _newer;

    /// <summary><see langword="null"/> until a high and a low are final, or where the high lies below the low.</summary>
    public RangeReading? Current => _isKnown ? _reading : null;

    /// <summary>What of the range lies between a bar's extreme and the older end: 1 at the newer end, 0 at the older.</summary>
    /// <param name="direction">Bullish where the newer end is the top.</param>
    public static double RemainingOf(Direction direction, in Bar bar, double top, double bottom) =>
        direction == Direction.Bullish ? (bar.Low - bottom) / (top - bottom) : (bar.High - top) / (bottom - top);

    /// <param name="finalised">The swing that this bar made final.</param>
    public void Update(in Bar bar, Swing? finalised, in BarContext context)
    {
        if (finalised is { } swing)
        {
            Follow(swing, context);
        }

        if (!_isKnown)
        {
            return;
        }

        var (top, bottom) = (_reading.Top, _reading.Bottom);
        var current = 1 - RemainingOf(_reading.Direction, bar, top, bottom);
        _reading = _reading with { Position = (bar.Close - bottom) / (top - bottom), Current = current, Deepest = Math.Max(_reading.Deepest, current) };
    }

    public void Reset() => (_high, _low, _isKnown, _reading, _newer) = (null, null, false, default, default);

    public void SaveState(StateWriter writer)
    {
        writer.Section("dealingRange", 1);
        Swing.SaveOptional(writer, _high);
        Swing.SaveOptional(writer, _low);
        _newer.Save(writer);
        writer.Write(_isKnown);
        writer.Write((sbyte)_reading.Direction);
        writer.Write(_reading.Top);
        writer.Write(_reading.Bottom);
        writer.Write(_reading.OriginAt);
        writer.Write(_reading.KnownAt);
        writer.Write(_reading.Position);
        writer.Write(_reading.Current);
        writer.Write(_reading.Deepest);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("dealingRange", 1);
        _high = Swing.LoadOptional(reader);
        _low = Swing.LoadOptional(reader);
        _newer = Swing.Load(reader);
        _isKnown = reader.ReadBoolean();
        _reading = new RangeReading(
            (Direction)reader.ReadSByte(),
            Top: reader.ReadDouble(),
            Bottom: reader.ReadDouble(),
            OriginAt: reader.ReadTimestamp(),
            KnownAt: reader.ReadTimestamp(),
            Position: reader.ReadDouble(),
            Current: reader.ReadDouble(),
            Deepest: reader.ReadDouble());
    }

    private void Follow(in Swing swing, in BarContext context)
    {
        if (_isKnown)
        {
            context.Emit(ToEvent(StructureEventKind.RangeEnded, context, cause: swing.Index) with { Ratio = _reading.Deepest });
        }

        (swing.Direction == Direction.Bullish ? ref _high : ref _low) = swing;
        _newer = swing;
        _isKnown = _high is { } high && _low is { } low && high.Level > low.Level;
        if (_isKnown)
        {
            _reading = new RangeReading(swing.Direction, _high!.Value.Level, _low!.Value.Level, swing.OriginAt, context.CloseTime, Position: 0, Current: 0, Deepest: 0);
            context.Emit(ToEvent(StructureEventKind.RangeKnown, context, cause: swing.Direction == Direction.Bullish ? _low.Value.Index : _high.Value.Index));
        }
    }

    private StructureEvent ToEvent(StructureEventKind kind, in BarContext context, int cause) => context.Zone(
        kind, _reading.Direction, _newer.Level, _reading.Top, _reading.Bottom, _newer.Index, _newer.OriginAt, kind == StructureEventKind.RangeEnded, cause);
}
