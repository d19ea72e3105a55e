using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>Writes down, per degree, where the path that is being made crosses its own earlier turning points. Sweeps do not count: the body of the path does.</summary>
internal sealed class BreakLedger
{
    private const int Degrees = (int)LatentDegree.Major + 1;

    private readonly GrowingList<LatentBreak> _breaks;
    private readonly Extreme[,] _last = new Extreme[Degrees, 2];
    private readonly int[] _lastDirection = new int[Degrees];

    public BreakLedger(GrowingList<LatentBreak> breaks) => _breaks = breaks;

    /// <summary>The last turning point of a side and degree; <see langword="null"/> before the first.</summary>
    public Extreme? LastOf(LatentDegree degree, bool isHigh) => _last[(int)degree, isHigh ? 1 : 0] is { At: > 0 } extreme ? extreme : null;

    /// <param name="body">The path without sweeps up to and including the turning point.</param>
    public void Add(bool isHigh, LatentDegree degree, ReadOnlySpan<PathPoint> body)
    {
        var here = new Extreme(body[^1].At, body[^1].Price, body.Length - 1);
        for (var d = (int)LatentDegree.Micro; d <= (int)degree; d++)
        {
            var previous = _last[d, isHigh ? 1 : 0];
            var opposite = _last[d, isHigh ? 0 : 1];
            var isBeyond = isHigh ? here.Price > previous.Price : here.Price < previous.Price;
            if (previous.At > 0 && opposite.At > 0 && isBeyond)
            {
                var direction = isHigh ? 1 : -1;
                var crossedAt = FirstCrossing(body, opposite.Index, previous.Price, direction);
                _breaks.Append(new LatentBreak(
                    new Timestamp(crossedAt), previous.Price, new Timestamp(previous.At), direction, _lastDirection[d] == -direction, (LatentDegree)d));
                _lastDirection[d] = direction;
            }

            _last[d, isHigh ? 1 : 0] = here;
        }
    }

    private static long FirstCrossing(ReadOnlySpan<PathPoint> body, int from, double level, int direction)
    {
        for (var i = from + 1; i < body.Length; i++)
        {
            if ((body[i].Price - level) * direction > 0)
            {
                var (before, after) = (body[i - 1], body[i]);
                var share = Math.Clamp((level - before.Price) / (after.Price - before.Price), 0, 1);
                return before.At + (long)(share * (after.At - before.At));
            }
        }

        throw new InvalidOperationException("A break was announced that the path does not make.");
    }

    internal readonly record struct Extreme(long At, double Price, int Index);
}
