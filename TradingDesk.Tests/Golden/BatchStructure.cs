using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Golden;

/// <summary>The reference's batch definitions (DOMAIN B1.2, B1.3) read literally, without its two anchor rows: slow, plain, looks ahead. The oracle for the streaming form.</summary>
internal static class BatchStructure
{
    public readonly record struct BatchSwing(int Index, Direction Direction, double Level);

    public readonly record struct BatchBreak(int Index, BreakKind Kind, Direction Direction, double Level, int Broken);

    public static List<BatchSwing> RawSwings(IReadOnlyList<Bar> bars, int length)
    {
        var raw = new List<BatchSwing>();
        for (var i = (2 * length) - 1; i <= bars.Count - 1 - length; i++)
        {
            var window = Enumerable.Range(i - length + 1, 2 * length);
            if (bars[i].High == window.Max(j => bars[j].High))
            {
                raw.Add(new BatchSwing(i, Direction.Bullish, bars[i].High));
            }
            else if (bars[i].Low == window.Min(j => bars[j].Low))
            {
                raw.Add(new BatchSwing(i, Direction.Bearish, bars[i].Low));
            }
        }

        return raw;
    }

    /// <summary>In every run of one side the most extreme, the earliest on a tie.</summary>
    public static List<BatchSwing> Swings(IReadOnlyList<Bar> bars, int length)
    {
        var swings = new List<BatchSwing>();
        foreach (var swing in RawSwings(bars, length))
        {
            if (swings.Count == 0 || swings[^1].Direction != swing.Direction)
            {
                swings.Add(swing);
            }
            else if ((int)swing.Direction * swing.Level > (int)swing.Direction * swings[^1].Level)
            {
                swings[^1] = swing;
            }
        }

        return swings;
    }

    public static List<BatchBreak> Breaks(IReadOnlyList<Bar> bars, int length, bool parity)
    {
        var swings = Swings(bars, length);
        var broken = new List<BatchBreak>();
        for (var i = 3; i < swings.Count; i++)
        {
            var (b, sign) = (swings[i - 2], (int)swings[i].Direction);
            if (KindOf(sign * swings[i - 3].Level, sign * b.Level, sign * swings[i - 1].Level, sign * swings[i].Level) is var kind and not BreakKind.None)
            {
                var level = parity ? (float)b.Level : b.Level;
                var at = Enumerable.Range(b.Index + 2, Math.Max(0, bars.Count - b.Index - 2)).FirstOrDefault(j => sign * bars[j].Close > sign * level, -1);
                if (at >= 0)
                {
                    broken.Add(new BatchBreak(b.Index, kind, b.Direction, level, at));
                }
            }
        }

        return [.. broken.Where((item, place) => !broken.Skip(place + 1).Any(later => later.Broken <= item.Broken))];
    }

    private static BreakKind KindOf(double a, double b, double c, double d) => !(b < d) ? BreakKind.None
        : a < c && c < b ? BreakKind.Bos
        : c < a && a < b ? BreakKind.Choch
        : BreakKind.None;
}
