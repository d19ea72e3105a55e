using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Parity;

/// <summary>The reference's tables that have a row for every bar and no swings in them.</summary>
internal static class SmcSeries
{
    /// <summary>
    /// The reference is the second newest of the periods that are labelled before the bar opens (DOMAIN B1.6): the first bar of a period still uses the
    /// older one. Prices are held against the level in single precision. A week is labelled by the Sunday that ends it, so that it counts from that Sunday on only.
    /// </summary>
    public static SmcPeriodRow[] PreviousHighLow(IReadOnlyList<Bar> bars, StructureTag period)
    {
        var label = period == StructureTag.Week ? TimeSpan.FromDays(6) : TimeSpan.Zero;
        var (closed, starts) = PeriodsOf(bars, period);
        var rows = new SmcPeriodRow[bars.Count];
        var (labelled, brokenHigh, brokenLow) = (0, false, false);
        for (var i = 0; i < rows.Length; i++)
        {
            var before = labelled;
            while (labelled < starts.Count && starts[labelled] + label < bars[i].OpenTime)
            {
                labelled++;
            }

            if (labelled < 2)
            {
                continue;
            }

            var reference = closed[labelled - 2];
            var (high, low) = ((float)reference.Top, (float)reference.Bottom);
            brokenHigh = (brokenHigh && labelled == before) || bars[i].High > high;
            brokenLow = (brokenLow && labelled == before) || bars[i].Low < low;
            rows[i] = new SmcPeriodRow(high, low, brokenHigh, brokenLow);
        }

        return rows;
    }

    /// <summary>Both ends belong to the session (DOMAIN B1.7); one that ends before it starts runs over midnight.</summary>
    public static SmcSessionRow[] Session(IReadOnlyList<Bar> bars, TimeSpan start, TimeSpan end)
    {
        var rows = new SmcSessionRow[bars.Count];
        var range = default(RunningRange);
        for (var i = 0; i < rows.Length; i++)
        {
            var time = bars[i].OpenTime - Timeframe.D1.Floor(bars[i].OpenTime);
            if (start < end ? time >= start && time <= end : time >= start || time <= end)
            {
                range.Take(bars[i], i);
                rows[i] = new SmcSessionRow(Active: true, High: range.High, Low: range.Low);
            }
            else
            {
                range = default;
            }
        }

        return rows;
    }

    /// <summary>The completed periods, and the starts of all, the one in progress too.</summary>
    private static (List<StructureEvent> Closed, List<Timestamp> Starts) PeriodsOf(IReadOnlyList<Bar> bars, StructureTag period)
    {
        var tracker = new PeriodTracker(period);
        var closed = new ClosedPeriods();
        var starts = new List<Timestamp>();
        for (var i = 0; i < bars.Count; i++)
        {
            tracker.Update(bars[i], new BarContext(i, bars[i], closed));
            if (starts.Count == 0 || starts[^1] != tracker.From)
            {
                starts.Add(tracker.From);
            }
        }

        return (closed.Events, starts);
    }

    private sealed class ClosedPeriods : IEventSink<StructureEvent>
    {
        public List<StructureEvent> Events { get; } = [];

        public void Add(in StructureEvent item)
        {
            if (item.Kind == StructureEventKind.PeriodClosed)
            {
                Events.Add(item);
            }
        }
    }
}
