using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>
/// The uncancelled breaks, by origin. A break cancels every earlier-born one that was broken at the same bar or later (DOMAIN B1.3), so that both origin
/// and broken bar rise along the list, every new break belongs at its end or is cancelled at once, and the final ones are a prefix.
/// </summary>
internal sealed class KnownBreaks(int capacity)
{
    private readonly List<KnownBreak> _breaks = [];
    private int _finalCount;

    public void Add(in KnownBreak item, in BarContext bar)
    {
        bar.EmitBreak(StructureEventKind.BreakKnown, item, cause: -1);
        if (_breaks.Count > 0 && _breaks[^1].Pattern.Index > item.Pattern.Index)
        {
            bar.EmitBreak(StructureEventKind.BreakCancelled, item, cause: FirstBornAfter(item.Pattern.Index));
            return;
        }

        while (_breaks.Count > 0 && _breaks[^1].BrokenIndex >= item.BrokenIndex)
        {
            if (_breaks.Count == _finalCount)
            {
                throw new InvalidOperationException($"Break {_breaks[^1].Pattern.Index} was final and {item.Pattern.Index} would cancel it.");
            }

            bar.EmitBreak(StructureEventKind.BreakCancelled, _breaks[^1], cause: item.Pattern.Index);
            _breaks.RemoveAt(_breaks.Count - 1);
        }

        _breaks.Add(item);
    }

    /// <summary>
    /// Declares final what nothing can cancel any more: a canceller is born two bars or more before the break and is decided once two final swings
    /// lie behind its origin.
    /// </summary>
    /// <param name="secondLastFinalSwing">Bar of the last final swing but one.</param>
    /// <param name="bar">The bar at which this is known.</param>
    public void Finalise(int secondLastFinalSwing, in BarContext bar)
    {
        while (_finalCount < _breaks.Count && secondLastFinalSwing > _breaks[_finalCount].BrokenIndex - 2)
        {
            bar.EmitBreak(StructureEventKind.BreakFinal, _breaks[_finalCount], cause: secondLastFinalSwing);
            _finalCount++;
        }

        if (_breaks.Count > capacity && _finalCount > capacity / 2)
        {
            // Only the newest are needed to cancel with; half at once keeps the cost constant on average.
            _breaks.RemoveRange(0, capacity / 2);
            _finalCount -= capacity / 2;
        }
    }

    public void Clear()
    {
        _breaks.Clear();
        _finalCount = 0;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(_finalCount);
        writer.Write(_breaks.Count);
        foreach (var item in _breaks)
        {
            item.Save(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        _breaks.Clear();
        _finalCount = reader.ReadInt32();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            _breaks.Add(KnownBreak.Load(reader));
        }
    }

    /// <summary>The origin of the first break born after <paramref name="origin"/>; there is one.</summary>
    private int FirstBornAfter(int origin)
    {
        int low = 0, high = _breaks.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_breaks[middle].Pattern.Index > origin)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return _breaks[low].Pattern.Index;
    }
}
