using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Conformance;

/// <summary>
/// The planted bug: swing highs stamped as known at their own bar though they need the <c>length</c> bars after it (a batch library's <c>shift(−n)</c>
/// read live). The repaint checks must catch it.
/// </summary>
internal sealed class ShiftedSwings(int length) : IAnalyzer<StructureEvent>
{
    private readonly List<Bar> _seen = [];

    public int WarmupBars => 1;

    public void Update(in Bar bar, IEventSink<StructureEvent> sink)
    {
        _seen.Add(bar);
        var origin = _seen.Count - 1 - length;
        if (origin < length || _seen[origin].High < _seen.Skip(origin - length).Max(item => item.High))
        {
            return;
        }

        sink.Add(new StructureEvent(
            StructureEventKind.SwingFinal,
            BreakKind.None,
            Direction.Bullish,
            _seen[origin].High,
            OriginIndex: origin,
            OriginAt: _seen[origin].OpenTime,
            BrokenIndex: -1,
            BrokenAt: Timestamp.Epoch,
            KnownAtIndex: origin,
            KnownAt: _seen[origin].CloseTime,
            CauseIndex: -1));
    }

    public void Reset() => _seen.Clear();

    public void SaveState(StateWriter writer) => writer.Section("shiftedSwings", 1);

    public void LoadState(StateReader reader) => reader.Section("shiftedSwings", 1);
}
