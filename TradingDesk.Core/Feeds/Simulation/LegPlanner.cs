namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>A turning point before it gets its instant: business time and price without weekend gaps.</summary>
internal readonly record struct PlannedPoint(double Business, double Price, bool IsHigh, LatentDegree Degree, double LegAmplitude);

/// <summary>
/// Divides a leg into an odd number of smaller ones, impulses and pull-backs, degree by degree: major into intermediate, into minor, into micro. No
/// inner point leaves the range of its leg: an impulse is always larger than the pull-back before it.
/// </summary>
internal static class LegPlanner
{
    private const int MaxLegs = 9;

    /// <summary>Business seconds of a typical leg by <see cref="LatentDegree"/>; each is about four of the next smaller.</summary>
    private static ReadOnlySpan<double> TypicalSeconds => [7 * 60, 28 * 60, 110 * 60];

    /// <summary>Appends the inner points of the leg and its end, in order.</summary>
    public static void Plan(in MajorLeg leg, ref SimRandom random, List<PlannedPoint> points)
    {
        var start = new PlannedPoint(leg.StartBusiness, leg.StartPrice, !leg.IsUp, LatentDegree.Major, 0);
        var end = new PlannedPoint(leg.EndBusiness, leg.EndPrice, leg.IsUp, LatentDegree.Major, Math.Abs(leg.EndPrice - leg.StartPrice));
        Plan(start, end, LatentDegree.Intermediate, ref random, points);
    }

    private static void Plan(PlannedPoint start, in PlannedPoint end, LatentDegree degree, ref SimRandom random, List<PlannedPoint> points)
    {
        Span<PlannedPoint> legs = stackalloc PlannedPoint[MaxLegs];
        var count = Divide(start, end, degree, ref random, legs);
        for (var i = 0; i < count; i++)
        {
            if (degree == LatentDegree.Micro)
            {
                points.Add(legs[i]);
            }
            else
            {
                Plan(start, legs[i], degree - 1, ref random, points);
            }

            start = legs[i];
        }
    }

    private static int Divide(in PlannedPoint start, in PlannedPoint end, LatentDegree degree, ref SimRandom random, Span<PlannedPoint> result)
    {
        var duration = end.Business - start.Business;
        var count = Math.Clamp(1 + (2 * (int)Math.Round(((duration / TypicalSeconds[(int)degree]) - 1) / 2)), 1, MaxLegs);
        Span<double> moves = stackalloc double[MaxLegs];
        Span<double> times = stackalloc double[MaxLegs];
        double net = 0, total = 0;
        for (var i = 0; i < count; i++)
        {
            var isImpulse = (i & 1) == 0;
            moves[i] = isImpulse ? random.NextBetween(0.8, 1.3) : -moves[i - 1] * random.NextBetween(0.28, 0.56);
            times[i] = isImpulse ? random.NextBetween(0.8, 1.5) : random.NextBetween(0.6, 1.1);
            net += moves[i];
            total += times[i];
        }

        var (business, price) = (start.Business, start.Price);
        for (var i = 0; i < count - 1; i++)
        {
            var move = (end.Price - start.Price) * moves[i] / net;
            business += duration * times[i] / total;
            price += move;
            result[i] = new PlannedPoint(business, price, move > 0, degree, Math.Abs(move));
        }

        result[count - 1] = end with { LegAmplitude = Math.Abs(end.Price - price) };
        return count;
    }
}
