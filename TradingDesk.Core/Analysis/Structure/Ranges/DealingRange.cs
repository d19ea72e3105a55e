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
    private Swing _newer;
    private double _top;
    private double _bottom;
    private Timestamp _knownAt;
    private double _close;

    /// <summary>What of the range remained between the last bar's extreme, and the nearest one since, and the older end.</summary>
    private double _remaining;
    private double _leastRemaining;

    /// <summary><see langword="null"/> until a high and a low are final, or where the high lies below the low.</summary>
    public RangeReading? Current => _isKnown
        ? new RangeReading(
            _newer.Direction, _top, _bottom, _newer.OriginAt, _knownAt, Position: (_close - _bottom) / (_top - _bottom), Current: 1 - _remaining, Deepest: 1 - _leastRemaining)
        : null;

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

        _close = bar.Close;
        _remaining = RemainingOf(_newer.Direction, bar, _top, _bottom);
        _leastRemaining = Math.Min(_leastRemaining, _remaining);
    }

    public void Reset()
    {
        (_high, _low, _isKnown, _newer) = (null, null, false, default);
        (_top, _bottom, _knownAt, _close, _remaining, _leastRemaining) = (0, 0, default, 0, 0, 0);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("dealingRange", 1);
        Swing.SaveOptional(writer, _high);
        Swing.SaveOptional(writer, _low);
        _newer.Save(writer);
        writer.Write(_isKnown);
        writer.Write(_top);
        writer.Write(_bottom);
        writer.Write(_knownAt);
        writer.Write(_close);
        writer.Write(_remaining);
        writer.Write(_leastRemaining);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("dealingRange", 1);
        _high = Swing.LoadOptional(reader);
        _low = Swing.LoadOptional(reader);
        _newer = Swing.Load(reader);
        _isKnown = reader.ReadBoolean();
        _top = reader.ReadDouble();
        _bottom = reader.ReadDouble();
        _knownAt = reader.ReadTimestamp();
        _close = reader.ReadDouble();
        _remaining = reader.ReadDouble();
        _leastRemaining = reader.ReadDouble();
    }

    private void Follow(in Swing swing, in BarContext context)
    {
        if (_isKnown)
        {
            context.Emit(ToEvent(StructureEventKind.RangeEnded, context, cause: swing.Index) with { Ratio = 1 - _leastRemaining });
        }

        (swing.Direction == Direction.Bullish ? ref _high : ref _low) = swing;
        _newer = swing;
        _isKnown = _high is { } high && _low is { } low && high.Level > low.Level;
        if (_isKnown)
        {
            (_top, _bottom, _knownAt, _leastRemaining) = (_high!.Value.Level, _low!.Value.Level, context.CloseTime, 1);
            context.Emit(ToEvent(StructureEventKind.RangeKnown, context, cause: swing.Direction == Direction.Bullish ? _low.Value.Index : _high.Value.Index));
        }
    }

    private StructureEvent ToEvent(StructureEventKind kind, in BarContext context, int cause) => context.Zone(
        kind, _newer.Direction, _newer.Level, _top, _bottom, _newer.Index, _newer.OriginAt, kind == StructureEventKind.RangeEnded, cause);
}
