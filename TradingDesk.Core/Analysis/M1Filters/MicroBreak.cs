using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.M1Filters;

/// <summary>
/// Filter 3: within the last <c>R</c> bars a close lay at least <c>disp</c> ATR14 (of the bar before it) beyond a confirmed, not yet broken small swing
/// (DOMAIN A2.3 F3). Confirmed swings only, so nothing repaints; the level is frozen when the break is counted. Within the cooldown (event time, by
/// direction) another break does not count anew.
/// </summary>
internal sealed class MicroBreak : IHasState, IEventSink<StructureEvent>
{
    private readonly M1FilterOptions _options;
    private readonly StructureAnalyzer _swings;
    private Counted _bullish;
    private Counted _bearish;
    private Timestamp _now;
    private double _close;
    private double? _atrBefore;

    public MicroBreak(M1FilterOptions options)
    {
        _options = options;
        _swings = new StructureAnalyzer(new StructureOptions { SwingLength = options.MicroSwingLength, DisplacementAtr = options.MicroBreakAtr });
    }

    /// <param name="atrBefore">ATR14(M1) as of the bar before this one.</param>
    public void Update(in Bar bar, double? atrBefore)
    {
        (_now, _close, _atrBefore) = (bar.CloseTime, bar.Close, atrBefore);
        _bullish.Age++;
        _bearish.Age++;
        _swings.Update(bar, this);
    }

    public FilterReading Evaluate(int direction)
    {
        if (_swings.ProvisionalSwing is null)
        {
            return new FilterReading(M1Filter.MicroBreak, null, null, _options.MicroBreakAtr);
        }

        var counted = direction > 0 ? _bullish : _bearish;
        return counted.Any && counted.Age < _options.Lookback
            ? new FilterReading(M1Filter.MicroBreak, true, counted.Displacement, _options.MicroBreakAtr)
            : new FilterReading(M1Filter.MicroBreak, false, null, _options.MicroBreakAtr);
    }

    void IEventSink<StructureEvent>.Add(in StructureEvent item)
    {
        if (item.Kind != StructureEventKind.LiveBreak)
        {
            return;
        }

        ref var counted = ref item.Direction == Direction.Bullish ? ref _bullish : ref _bearish;
        if (counted.Any && _now - counted.At < _options.MicroBreakCooldown)
        {
            return;
        }

        var distance = (int)item.Direction * (_close - item.Level);
        counted = new Counted { Any = true, At = _now, Age = 0, Displacement = _atrBefore is { } atr && atr > 0 ? distance / atr : 0 };
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(MicroBreak), 1);
        _swings.SaveState(writer);
        Save(writer, _bullish);
        Save(writer, _bearish);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(MicroBreak), 1);
        _swings.LoadState(reader);
        _bullish = Load(reader);
        _bearish = Load(reader);
    }

    private static void Save(StateWriter writer, in Counted counted)
    {
        writer.Write(counted.Any);
        writer.Write(counted.At);
        writer.Write(counted.Age);
        writer.Write(counted.Displacement);
    }

    private static Counted Load(StateReader reader) =>
        new() { Any = reader.ReadBoolean(), At = reader.ReadTimestamp(), Age = reader.ReadInt32(), Displacement = reader.ReadDouble() };

    /// <summary>The last break that counted, in one direction.</summary>
    private struct Counted
    {
        public bool Any;
        public Timestamp At;

        /// <summary>Bars since: 0 on the bar of the break.</summary>
        public int Age;
        public double Displacement;
    }
}
