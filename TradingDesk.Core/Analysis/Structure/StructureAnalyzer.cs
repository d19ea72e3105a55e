using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>
/// Market structure of one instrument and timeframe: swings, the reference's BOS and CHOCH, and live breaks. Append-only: what was emitted never
/// changes; superseding, cancelling and becoming final are events of their own.
/// </summary>
/// <remarks>
/// Order of events within a bar, fixed:
/// <list type="number">
/// <item><see cref="StructureEventKind.LiveBreak"/>, bullish before bearish, against the swings known at the bar before;</item>
/// <item><see cref="StructureEventKind.BreakKnown"/> for waiting patterns that the close breaks, oldest first, each followed by what it cancels;</item>
/// <item><see cref="StructureEventKind.SwingSuperseded"/> or <see cref="StructureEventKind.SwingFinal"/> of the swing before, then <see cref="StructureEventKind.SwingProvisional"/>;</item>
/// <item><see cref="StructureEventKind.BreakKnown"/> for the pattern that the swing completes, followed by what it cancels;</item>
/// <item><see cref="StructureEventKind.BreakFinal"/>, oldest first.</item>
/// </list>
/// Memory is bounded by the options; a bar costs O(log n) for each pattern it breaks and allocates nothing once the lists have grown.
/// </remarks>
public sealed class StructureAnalyzer : IAnalyzer<StructureEvent>
{
    private readonly StructureOptions _options;
    private readonly SwingDetector _swings;
    private readonly SmcBreakDetector _breaks;
    private readonly LiveBreakDetector _live = new();
    private readonly TrendTracker _trend = new();
    private readonly RecentDirections _recent;
    private readonly Atr _atr;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public StructureAnalyzer(StructureOptions options)
    {
        options.Validate();
        _options = options;
        _swings = new SwingDetector(options.SwingLength);
        _breaks = new SmcBreakDetector(options);
        _recent = new RecentDirections(options.RecentBreaks);
        _atr = new Atr(options.DisplacementAtrPeriod);
    }

    public int WarmupBars => _swings.WarmupBars;

    /// <summary>Bars seen.</summary>
    public int Bars => _swings.LastIndex + 1;

    /// <summary>The newest live break, or <see langword="null"/> before the first.</summary>
    public StructureEvent? LastLiveBreak { get; private set; }

    /// <summary>Bullish ones among the last <see cref="StructureOptions.RecentBreaks"/> live breaks.</summary>
    public int BullishBreaks => _recent.Bullish;

    /// <summary>Bearish ones among the last <see cref="StructureOptions.RecentBreaks"/> live breaks.</summary>
    public int BearishBreaks => _recent.Bearish;

    /// <summary>The trend by the last two final highs and lows.</summary>
    public Direction Trend => _trend.Trend;

    public Swing? LastFinalHigh => _trend.LastHigh;

    public Swing? LastFinalLow => _trend.LastLow;

    /// <summary>The newest swing, which a more extreme one may still supersede.</summary>
    public Swing? ProvisionalSwing => _swings.Provisional;

    /// <summary>What the newest bar did to the swings; part of that bar, not of the state.</summary>
    internal SwingChange Change { get; private set; }

    /// <summary>The swing that the newest bar superseded or made final.</summary>
    internal Swing? ReplacedSwing => Change == SwingChange.None ? null : _swings.Replaced;

    /// <summary>The swing that the newest bar made final.</summary>
    internal Swing? FinalisedSwing => Change == SwingChange.Turned ? _swings.Replaced : null;

    /// <summary>Patterns dropped because more than <see cref="StructureOptions.MaxWaitingPatterns"/> waited.</summary>
    public long DroppedPatterns => _breaks.Dropped;

    /// <summary>Patterns that wait for a close beyond their level.</summary>
    internal int WaitingPatterns => _breaks.Waiting;

    public void Update(in Bar bar, IEventSink<StructureEvent> sink)
    {
        var context = new BarContext(_swings.LastIndex + 1, bar.Close, bar.CloseTime, sink);
        var minimumDistance = _options.DisplacementAtr == 0 ? 0 : _options.DisplacementAtr * (_atr.Current ?? double.PositiveInfinity);
        CheckLiveBreak(Direction.Bullish, minimumDistance, context, sink);
        CheckLiveBreak(Direction.Bearish, minimumDistance, context, sink);
        _atr.Update(bar);

        _breaks.OnClose(context);
        Change = _swings.Update(bar);
        if (Change != SwingChange.None)
        {
            OnSwing(Change, context);
        }

        _breaks.OnBarDone(context);
    }

    public void Reset()
    {
        _swings.Reset();
        _breaks.Reset();
        _live.Reset();
        _trend.Reset();
        _recent.Reset();
        _atr.Reset();
        LastLiveBreak = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("structure", 1);
        _swings.SaveState(writer);
        _breaks.SaveState(writer);
        _live.SaveState(writer);
        _trend.SaveState(writer);
        _recent.SaveState(writer);
        _atr.SaveState(writer);
        writer.Write(LastLiveBreak.HasValue);
        if (LastLiveBreak is { } last)
        {
            StructureEventState.Save(writer, last);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("structure", 1);
        _swings.LoadState(reader);
        _breaks.LoadState(reader);
        _live.LoadState(reader);
        _trend.LoadState(reader);
        _recent.LoadState(reader);
        _atr.LoadState(reader);
        LastLiveBreak = reader.ReadBoolean() ? StructureEventState.Load(reader) : null;
    }

    private void CheckLiveBreak(Direction direction, double minimumDistance, in BarContext bar, IEventSink<StructureEvent> sink)
    {
        if (_live.Check(direction, bar.Close, minimumDistance) is not { } broken)
        {
            return;
        }

        var item = new StructureEvent(
            StructureEventKind.LiveBreak,
            broken.Kind,
            direction,
            broken.Swing.Level,
            OriginIndex: broken.Swing.Index,
            OriginAt: broken.Swing.OriginAt,
            BrokenIndex: bar.Index,
            BrokenAt: bar.CloseTime,
            KnownAtIndex: bar.Index,
            KnownAt: bar.CloseTime,
            CauseIndex: broken.AlsoCrossed,
            Top: broken.Swing.Level,
            Bottom: broken.Swing.Level);
        LastLiveBreak = item;
        _recent.Add(direction);
        sink.Add(item);
    }

    private void OnSwing(SwingChange change, in BarContext bar)
    {
        var provisional = _swings.Provisional!.Value;
        if (_swings.Replaced is { } replaced)
        {
            var kind = change == SwingChange.Turned ? StructureEventKind.SwingFinal : StructureEventKind.SwingSuperseded;
            var label = change == SwingChange.Turned ? _trend.OnFinalSwing(replaced) : StructureTag.None;
            bar.EmitSwing(kind, replaced, cause: provisional.Index, label);
        }

        bar.EmitSwing(StructureEventKind.SwingProvisional, provisional, cause: -1);
        _live.OnSwing(change, provisional);
        _breaks.OnSwing(change, provisional, bar);
    }
}
