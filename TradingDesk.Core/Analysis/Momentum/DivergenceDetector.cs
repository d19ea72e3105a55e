using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.Momentum;

/// <summary>
/// Divergences of RSI14 and MACD against price, between one final swing and the final swing of the same side before it. Highs: higher price with a lower
/// oscillator is regular bearish, lower price with a higher oscillator hidden bearish; lows mirrored. Nothing is said before the later swing is final.
/// </summary>
public sealed class DivergenceDetector : IHasState
{
    /// <summary>Bars that an oscillator's past is kept for; a swing that became final later than that gives no divergence.</summary>
    private const int Remembered = 256;

    /// <summary>Bars that the two swings may lie apart.</summary>
    public const int MaxDistance = 100;

    private readonly Rsi _rsi = new();
    private readonly Macd _macd = new();
    private readonly ValueWindow _rsis = new(Remembered);
    private readonly ValueWindow _macds = new(Remembered);
    private int _lastIndex = -1;
    private Pivot _high = Pivot.None;
    private Pivot _low = Pivot.None;

    /// <summary>Takes the next closed bar with the last final swings as they stand at its close.</summary>
    public void Update(in Bar bar, Swing? finalHigh, Swing? finalLow, IEventSink<DivergenceEvent> sink)
    {
        _lastIndex++;
        _rsis.Add(_rsi.Update(bar) ?? double.NaN);
        _macds.Add(_macd.Update(bar)?.Macd ?? double.NaN);
        Check(ref _high, finalHigh, bar, sink);
        Check(ref _low, finalLow, bar, sink);
    }

    public void Reset()
    {
        _rsi.Reset();
        _macd.Reset();
        _rsis.Reset();
        _macds.Reset();
        _lastIndex = -1;
        (_high, _low) = (Pivot.None, Pivot.None);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("divergences", 1);
        writer.Write(_lastIndex);
        _rsi.SaveState(writer);
        _macd.SaveState(writer);
        _rsis.SaveState(writer);
        _macds.SaveState(writer);
        _high.Save(writer);
        _low.Save(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("divergences", 1);
        _lastIndex = reader.ReadInt32();
        _rsi.LoadState(reader);
        _macd.LoadState(reader);
        _rsis.LoadState(reader);
        _macds.LoadState(reader);
        _high = Pivot.Load(reader);
        _low = Pivot.Load(reader);
    }

    private void Check(ref Pivot last, Swing? final, in Bar bar, IEventSink<DivergenceEvent> sink)
    {
        if (final is not { } swing || swing.Index == last.Index)
        {
            return;
        }

        var age = _lastIndex - swing.Index;
        var pivot = age < _rsis.Count
            ? new Pivot(swing.Index, swing.OriginAt, swing.Level, _rsis[age], _macds[age])
            : new Pivot(swing.Index, swing.OriginAt, swing.Level, double.NaN, double.NaN);
        if (last.Index >= 0 && pivot.Index - last.Index <= MaxDistance)
        {
            Compare(DivergenceSource.Rsi, last, pivot, last.Rsi, pivot.Rsi, swing.Direction, bar, sink);
            Compare(DivergenceSource.Macd, last, pivot, last.Macd, pivot.Macd, swing.Direction, bar, sink);
        }

        last = pivot;
    }

    /// <summary>An oscillator that is still warming up is NaN and compares as neither above nor below.</summary>
    private void Compare(DivergenceSource source, in Pivot first, in Pivot second, double before, double now, Direction side, in Bar bar, IEventSink<DivergenceEvent> sink)
    {
        // Seen outwards from the market: for lows, further is lower.
        var outwards = (int)side;
        var priceFurther = (second.Level - first.Level) * outwards;
        var oscillatorFurther = (now - before) * outwards;
        var kind = priceFurther > 0 && oscillatorFurther < 0 ? DivergenceKind.Regular
            : priceFurther < 0 && oscillatorFurther > 0 ? DivergenceKind.Hidden
            : default;
        if (kind == default)
        {
            return;
        }

        sink.Add(new DivergenceEvent(
            source,
            kind,
            (Direction)(-outwards),
            first.Index,
            first.At,
            second.Index,
            second.At,
            first.Level,
            second.Level,
            before,
            now,
            _lastIndex,
            bar.CloseTime));
    }

    private readonly record struct Pivot(int Index, Timestamp At, double Level, double Rsi, double Macd)
    {
        public static readonly Pivot None = new(-1, default, 0, double.NaN, double.NaN);

        public void Save(StateWriter writer)
        {
            writer.Write(Index);
            writer.Write(At);
            writer.Write(Level);
            writer.Write(Rsi);
            writer.Write(Macd);
        }

        public static Pivot Load(StateReader reader) => new(reader.ReadInt32(), reader.ReadTimestamp(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
    }
}
