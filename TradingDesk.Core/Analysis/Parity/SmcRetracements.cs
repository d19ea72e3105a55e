using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Ranges;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Parity;

/// <summary>
/// The reference's retracements with its slips (DOMAIN B1.8): a bullish row asks the direction of the row before, a bearish one its own; all columns are
/// turned by one row, so that the last stands first; the first three legs are blanked.
/// </summary>
internal static class SmcRetracements
{
    private const int BlankedLegs = 3;

    public static SmcRetracementRow[] Build(IReadOnlyList<Bar> bars, IReadOnlyList<SmcSwing> swings)
    {
        var rows = new SmcRetracementRow[bars.Count];
        if (rows.Length == 0)
        {
            return rows;
        }

        var (top, bottom, next) = (0.0, 0.0, 0);
        var before = default(SmcRetracementRow);
        for (var i = 0; i < rows.Length; i++)
        {
            var direction = before.Direction;
            if (next < swings.Count && swings[next].Row == i)
            {
                direction = swings[next].Side;
                (direction > 0 ? ref top : ref bottom) = swings[next].Level;
                next++;
            }

            rows[i] = RowOf(bars[i], direction, before, top, bottom);
            before = rows[i];
        }

        Turn(rows);
        BlankFirstLegs(rows);
        return rows;
    }

    private static SmcRetracementRow RowOf(in Bar bar, int direction, in SmcRetracementRow before, double top, double bottom)
    {
        var row = new SmcRetracementRow(direction, Current: 0, Deepest: 0);
        if (before.Direction == 1)
        {
            var current = Percent(Direction.Bullish, bar, top, bottom);
            row = row with { Current = current, Deepest = Math.Max(before.Deepest, current) };
        }

        if (direction == -1)
        {
            var current = Percent(Direction.Bearish, bar, top, bottom);
            row = row with { Current = current, Deepest = Math.Max(before.Direction == -1 ? before.Deepest : 0, current) };
        }

        return row;
    }

    private static double Percent(Direction direction, in Bar bar, double top, double bottom)
    {
        var percent = 100 - (DealingRange.RemainingOf(direction, bar, top, bottom) * 100);
        return double.IsNaN(percent) ? 0 : (double)decimal.Round((decimal)percent, 1, MidpointRounding.ToEven);
    }

    private static void Turn(SmcRetracementRow[] rows)
    {
        var last = rows[^1];
        Array.Copy(rows, 0, rows, 1, rows.Length - 1);
        rows[0] = last;
    }

    private static void BlankFirstLegs(SmcRetracementRow[] rows)
    {
        var changes = 0;
        for (var i = 0; i + 1 < rows.Length; i++)
        {
            changes += rows[i].Direction != rows[i + 1].Direction ? 1 : 0;
            rows[i] = default;
            if (changes == BlankedLegs)
            {
                rows[i + 1] = default;
                break;
            }
        }
    }
}
