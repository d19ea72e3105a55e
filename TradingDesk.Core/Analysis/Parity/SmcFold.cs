using TradingDesk.Core.Analysis.Structure;

namespace TradingDesk.Core.Analysis.Parity;

/// <summary>Folds events of the steps into rows of the reference's tables.</summary>
internal static class SmcFold
{
    public static SmcBreak[] Breaks(List<StructureEvent> events)
    {
        var rows = new SortedDictionary<int, SmcBreak>();
        foreach (var item in events)
        {
            var direction = (int)item.Direction;
            if (item.Kind == StructureEventKind.BreakKnown)
            {
                rows[item.OriginIndex] = new SmcBreak(
                    item.OriginIndex, item.Break == BreakKind.Bos ? direction : 0, item.Break == BreakKind.Choch ? direction : 0, (float)item.Level, item.BrokenIndex);
            }
            else if (item.Kind == StructureEventKind.BreakCancelled)
            {
                rows[item.OriginIndex] = new SmcBreak(item.OriginIndex, Bos: 0, Choch: 0, Level: null, item.BrokenIndex);
            }
        }

        return [.. rows.Values];
    }

    public static SmcGap[] Gaps(List<StructureEvent> events)
    {
        var rows = new SortedDictionary<int, SmcGap>();
        foreach (var item in events)
        {
            switch (item.Kind)
            {
                case StructureEventKind.GapOpened:
                    rows[item.OriginIndex] = new SmcGap(item.OriginIndex, (int)item.Direction, Top: item.Top, Bottom: item.Bottom, Mitigated: 0);
                    break;
                case StructureEventKind.GapMerged:
                    rows.Remove(item.OriginIndex);
                    break;
                case StructureEventKind.GapMitigated:
                    rows[item.OriginIndex] = rows[item.OriginIndex] with { Mitigated = item.BrokenIndex };
                    break;
                default:
                    break;
            }
        }

        return [.. rows.Values];
    }

    /// <summary>Bullish blocks first, then bearish ones over them, as the reference's two passes do; invalidated ones are erased.</summary>
    public static SmcBlock[] Blocks(List<StructureEvent> events)
    {
        var rows = new SortedDictionary<int, SmcBlock>();
        foreach (var side in (Direction[])[Direction.Bullish, Direction.Bearish])
        {
            foreach (var item in events.Where(item => item.Direction == side))
            {
                Take(rows, item);
            }
        }

        return [.. rows.Values];
    }

    public static SmcPool[] Pools(List<StructureEvent> events)
    {
        var rows = new SortedDictionary<int, SmcPool>();
        foreach (var item in events)
        {
            if (item.Kind is StructureEventKind.PoolFormed or StructureEventKind.PoolGrown)
            {
                rows[item.OriginIndex] = new SmcPool(item.OriginIndex, (int)item.Direction, (float)item.Level, item.CauseIndex, Swept: Math.Max(item.BrokenIndex, 0));
            }
            else if (item.Kind == StructureEventKind.PoolSwept)
            {
                rows[item.OriginIndex] = rows[item.OriginIndex] with { Swept = item.BrokenIndex };
            }
        }

        return [.. rows.Values];
    }

    private static void Take(SortedDictionary<int, SmcBlock> rows, in StructureEvent item)
    {
        var row = item.OriginIndex;
        switch (item.Kind)
        {
            case StructureEventKind.BlockActive:
                // A second trigger on the same bar overwrites all but where it was mitigated.
                var mitigated = rows.TryGetValue(row, out var earlier) ? earlier.Mitigated : 0;
                rows[row] = new SmcBlock(row, (int)item.Direction, Top: item.Top, Bottom: item.Bottom, item.Amount, mitigated, 100 * item.Ratio);
                break;
            case StructureEventKind.BlockBroken when rows.TryGetValue(row, out var known):
                rows[row] = known with { Mitigated = item.Direction == Direction.Bullish ? item.BrokenIndex - 1 : item.BrokenIndex };
                break;
            case StructureEventKind.BlockInvalidated:
                rows.Remove(row);
                break;
            default:
                break;
        }
    }
}
