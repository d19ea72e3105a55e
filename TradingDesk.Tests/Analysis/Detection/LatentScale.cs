using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Tests.Analysis.Detection;

/// <summary>Something to be found or found: an instant, a price, a direction (+1 a high or upwards), and whether it is large enough to count.</summary>
internal readonly record struct Mark(Timestamp At, double Price, int Direction, bool IsLarge);

/// <summary>
/// The latent truth at the scale of a timeframe, from the latent path alone: turning points that the path does not exceed within a swing length of bars on
/// either side, alternating, and the path's own crossings of them. Large is what exceeds one ATR of the timeframe.
/// </summary>
internal sealed class LatentScale(LatentMarket market, Timeframe timeframe, int swingLength, AtrAt atr)
{
    private readonly TimeSpan _bar = timeframe.Duration();
    private readonly IReadOnlyList<LatentTurningPoint> _points = market.TurningPoints();

    /// <summary>
    /// Bars cut time into pieces, so that a distance of L bars may be one more or less. What is asked for is extreme over a bar more than the swing length,
    /// what is accepted over a bar less.
    /// </summary>
    public List<Mark> Swings()
    {
        var askedFor = ExtremeOver(_bar * (swingLength + 1)).Where(mark => mark.IsLarge).Select(mark => mark.At).ToHashSet();
        return [.. ExtremeOver(_bar * (swingLength - 1)).Select(mark => mark with { IsLarge = askedFor.Contains(mark.At) })];
    }

    /// <summary>Where the body of the path first crosses each swing, and how far the leg that does so goes beyond it. Asked for is the last swing of its side that no spike went beyond before.</summary>
    public List<Mark> Breaks(IReadOnlyList<Mark> swings)
    {
        var body = market.Body();
        var breaks = new List<Mark>();
        for (var i = 0; i < swings.Count; i++)
        {
            var swing = swings[i];
            var end = FirstAfter(body, swing.At);
            while (end < body.Count && swing.Direction * body[end].Price <= swing.Direction * swing.Price)
            {
                end++;
            }

            if (end == 0 || end == body.Count)
            {
                continue;
            }

            var (from, to) = (body[end - 1], body[end]);
            var share = Math.Clamp((swing.Price - from.Price) / (to.Price - from.Price), 0, 1);
            var at = Timestamp.Max(swing.At, from.At + ((to.At - from.At) * share));
            var isLast = !swings.Skip(i + 1).TakeWhile(later => later.At < at).Any(later => later.Direction == swing.Direction);
            breaks.Add(new Mark(at, swing.Price, swing.Direction, IsLarge: swing.IsLarge && isLast && !IsPierced(swing, at) && atr.Of(at) is { } unit && Math.Abs(to.Price - swing.Price) >= unit));
        }

        return breaks;
    }

    private static int FirstAfter(IReadOnlyList<LatentTurningPoint> points, Timestamp at)
    {
        var (low, high) = (0, points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = points[middle].At <= at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private bool IsPierced(Mark swing, Timestamp before)
    {
        for (var i = FirstAfter(_points, swing.At); i < _points.Count && _points[i].At < before; i++)
        {
            if (swing.Direction * _points[i].Price > swing.Direction * swing.Price)
            {
                return true;
            }
        }

        return false;
    }

    private List<Mark> ExtremeOver(TimeSpan reach)
    {
        var kept = new List<LatentTurningPoint>();
        for (var i = 0; i < _points.Count; i++)
        {
            var point = _points[i];
            if (!IsExtreme(i, reach))
            {
                continue;
            }

            if (kept.Count == 0 || kept[^1].IsHigh != point.IsHigh)
            {
                kept.Add(point);
            }
            else if (point.IsHigh ? point.Price > kept[^1].Price : point.Price < kept[^1].Price)
            {
                kept[^1] = point;
            }
        }

        return [.. kept.Select((point, place) => new Mark(
            point.At, point.Price, point.IsHigh ? 1 : -1, IsLarge: place > 0 && place + 1 < kept.Count && atr.Of(point.At) is { } unit && LegOf(kept, place) >= unit))];
    }

    /// <summary>The path is straight between its corners: it is farthest at a turning point or where the window ends.</summary>
    private bool IsExtreme(int place, TimeSpan reach)
    {
        var point = _points[place];
        var sign = point.IsHigh ? 1 : -1;
        for (var i = FirstAfter(_points, point.At - reach); i < _points.Count && _points[i].At <= point.At + reach; i++)
        {
            if (sign * _points[i].Price > sign * point.Price)
            {
                return false;
            }
        }

        return point.At - reach > market.From && sign * market.PriceAt(point.At - reach) <= sign * point.Price && sign * market.PriceAt(point.At + reach) <= sign * point.Price;
    }

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
