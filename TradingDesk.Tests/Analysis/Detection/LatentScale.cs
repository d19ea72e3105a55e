using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Tests.Analysis.Detection;

/// <summary>Something to be found or found: an instant, a price, a direction (+1 a high or upwards), and whether it is large enough to count.</summary>
internal readonly record struct Mark(Timestamp At, double Price, int Direction, bool IsLarge, bool IsChange = false);

/// <summary>
/// The latent truth at the scale of a timeframe, from the latent path alone: turning points that no other one exceeds within a swing length of bars on
/// either side, alternating, and the path's own crossings of them. Large is what exceeds one ATR of the timeframe.
/// </summary>
internal static class LatentScale
{
    public static List<Mark> Swings(IReadOnlyList<LatentTurningPoint> points, TimeSpan reach, AtrAt atr)
    {
        var kept = new List<LatentTurningPoint>();
        foreach (var point in points)
        {
            var sign = point.IsHigh ? 1 : -1;
            if (points.Any(other => Distance(other.At, point.At) <= reach && sign * other.Price > sign * point.Price))
            {
                continue;
            }

            if (kept.Count == 0 || kept[^1].IsHigh != point.IsHigh)
            {
                kept.Add(point);
            }
            else if (sign * point.Price > sign * kept[^1].Price)
            {
                kept[^1] = point;
            }
        }

        return [.. kept.Select((point, place) => new Mark(
            point.At, point.Price, point.IsHigh ? 1 : -1, IsLarge: place > 0 && place + 1 < kept.Count && atr.Of(point.At) is { } unit && LegOf(kept, place) >= unit))];
    }

    /// <summary>Where the path first crosses a turning point of this scale, and how far the leg that does so goes beyond it.</summary>
    public static List<Mark> Breaks(IReadOnlyList<LatentBreak> breaks, IReadOnlyList<LatentTurningPoint> points, IReadOnlyList<Mark> swings, AtrAt atr)
    {
        var origins = swings.Select(swing => swing.At).ToHashSet();
        return [.. breaks.Where(item => origins.Contains(item.OriginAt)).GroupBy(item => item.OriginAt).Select(group => group.MinBy(item => item.At)).OrderBy(item => item.At).Select(item =>
        {
            var end = points.FirstOrDefault(point => point.At >= item.At && point.IsHigh == item.Direction > 0);
            return new Mark(item.At, item.Level, item.Direction, IsLarge: atr.Of(item.At) is { } unit && item.Direction * (end.Price - item.Level) >= unit, item.IsChange);
        })];
    }

    public static TimeSpan Distance(Timestamp left, Timestamp right) => (left - right).Duration();

    private static double LegOf(List<LatentTurningPoint> points, int place) =>
        Math.Min(Math.Abs(points[place].Price - points[place - 1].Price), Math.Abs(points[place].Price - points[place + 1].Price));
}

/// <summary>ATR(14) of a timeframe at an instant: that of the last bar closed by then.</summary>
internal sealed class AtrAt
{
    private readonly Bar[] _bars;
    private readonly double?[] _values;

    public AtrAt(Bar[] bars)
    {
        var atr = new Atr(14);
        _bars = bars;
        _values = [.. bars.Select(bar => atr.Update(bar))];
    }

    public double? Of(Timestamp at)
    {
        var (low, high) = (0, _bars.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _bars[middle].CloseTime <= at ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null : _values[low - 1];
    }
}
