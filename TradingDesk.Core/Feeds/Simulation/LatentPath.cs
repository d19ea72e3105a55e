using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>A corner of the latent path: instant in microseconds and price. Between corners the path is straight.</summary>
internal readonly record struct PathPoint(long At, double Price);

/// <summary>
/// The truth of one instrument, made before any tick: regimes, a path through nested turning points, sweeps, weekend gaps and the breaks between turning
/// points. Grows forward, always in the same order, so it is the same whatever was asked for first. Growing takes a lock; reading does not.
/// </summary>
internal sealed class LatentPath
{
    private const long MinimumStep = 1_000_000;

    private readonly SimulatedInstrument _instrument;
    private readonly SimulatorOptions _options;
    private readonly ulong _seed;
    private readonly RegimeProcess _process;
    private readonly BreakLedger _ledger;
    private readonly Lock _growth = new();
    private readonly List<PlannedPoint> _plan = [];
    private readonly GrowingList<PathPoint> _points = new();
    private readonly GrowingList<PathPoint> _body = new();
    private readonly GrowingList<LatentTurningPoint> _turningPoints = new();
    private readonly GrowingList<LatentBreak> _breaks = new();
    private readonly GrowingList<LatentSweep> _sweeps = new();
    private readonly GrowingList<LatentRegime> _regimes = new();
    private readonly GrowingList<LatentGap> _gaps = new();
    private SimRandom _sweepRandom;
    private double _gapOffset;
    private double _lastBusiness;
    private long _legs;
    private long _coveredUntil;

    public LatentPath(SimulatedInstrument instrument, SimulatorOptions options, ulong seed, long originMicroseconds)
    {
        _instrument = instrument;
        _options = options;
        _seed = seed;
        Activity = new ActivityClock(instrument, SimRandom.Combine(seed, 1), originMicroseconds);
        _process = new RegimeProcess(instrument, SimRandom.Combine(seed, 2), options.VolatilityFactor);
        _sweepRandom = new SimRandom(SimRandom.Combine(seed, 3));
        _ledger = new BreakLedger(_breaks);
        AppendCorner(new PathPoint(originMicroseconds, _process.StartPrice));
        _coveredUntil = originMicroseconds;
    }

    public ActivityClock Activity { get; }

    public ReadOnlySpan<PathPoint> Points => _points.Items;

    public ReadOnlySpan<LatentTurningPoint> TurningPoints => _turningPoints.Items;

    public ReadOnlySpan<LatentBreak> Breaks => _breaks.Items;

    public ReadOnlySpan<LatentSweep> Sweeps => _sweeps.Items;

    public ReadOnlySpan<LatentRegime> Regimes => _regimes.Items;

    public ReadOnlySpan<LatentGap> Gaps => _gaps.Items;

    /// <summary>Makes everything before <paramref name="microseconds"/> known, to the end of the major leg that holds it.</summary>
    public void EnsureUntil(long microseconds)
    {
        if (Volatile.Read(ref _coveredUntil) > microseconds)
        {
            return;
        }

        lock (_growth)
        {
            while (_coveredUntil <= microseconds)
            {
                AppendLeg();
            }
        }
    }

    /// <summary>Index of the last corner at or before the instant.</summary>
    public static int FindSegment(ReadOnlySpan<PathPoint> points, long microseconds)
    {
        int low = 0, high = points.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (points[middle].At <= microseconds)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private void AppendLeg()
    {
        var leg = _process.Next();
        var random = new SimRandom(SimRandom.Combine(_seed, 4, _legs++));
        _plan.Clear();
        LegPlanner.Plan(leg, ref random, _plan);
        var legStart = _points.Items[^1].At;
        for (var i = 0; i < _plan.Count; i++)
        {
            AppendTurningPoint(_plan[i], i + 1 < _plan.Count ? _plan[i + 1].Business : null);
        }

        var end = _points.Items[^1].At;
        _regimes.Append(new LatentRegime(leg.Regime, new Timestamp(legStart), new Timestamp(end)));
        Activity.ExtendTo(end + (24 * 3_600_000_000L));
        Volatile.Write(ref _coveredUntil, end);
    }

    private void AppendTurningPoint(in PlannedPoint planned, double? nextBusiness)
    {
        var previous = _points.Items[^1];
        var at = Math.Max(Activity.ToMicroseconds(planned.Business), previous.At + MinimumStep);
        AppendClosureBefore(at, planned);
        previous = _body.Items[^1];
        at = Math.Max(at, previous.At + MinimumStep);
        var price = planned.Price + _gapOffset;
        var extreme = price;
        var flank = planned.Degree is LatentDegree.Minor or LatentDegree.Intermediate && nextBusiness is { } next ? PlanSweep(planned, price, previous, at, next, out extreme) : 0;
        if (flank > 0)
        {
            var share = 1 - (flank / (double)(at - previous.At));
            _points.Append(new PathPoint(at - flank, previous.Price + ((price - previous.Price) * share)));
        }

        _points.Append(new PathPoint(at, extreme));
        _body.Append(new PathPoint(at, price));
        _lastBusiness = planned.Business;
        if (flank > 0)
        {
            _points.Append(new PathPoint(at + flank, price));
        }

        _turningPoints.Append(new LatentTurningPoint(new Timestamp(at), extreme, planned.IsHigh, planned.Degree));
        _ledger.Add(planned.IsHigh, planned.Degree, _body.Items);
    }

    /// <summary>Half the width of a sweep's spike in microseconds, or 0 where this turning point takes no liquidity.</summary>
    private long PlanSweep(in PlannedPoint planned, double price, PathPoint previous, long at, double nextBusiness, out double extreme)
    {
        extreme = price;
        var (chance, depth, width) = (_sweepRandom.NextUnit(), _sweepRandom.NextBetween(0.06, 0.22), _sweepRandom.NextBetween(50, 110));
        if (chance >= _options.SweepFraction || _ledger.LastOf(LatentDegree.Minor, planned.IsHigh) is not { } earlier)
        {
            return 0;
        }

        var reach = planned.IsHigh ? earlier.Price - price : price - earlier.Price;
        var flank = (long)(width * 1e6);
        var roomBefore = at - Math.Max(previous.At, _points.Items[^1].At);
        var roomAfter = Activity.ToMicroseconds(nextBusiness) - at;
        if (reach <= 0 || reach > 1.3 * planned.LegAmplitude || roomBefore < 1.5 * flank || roomAfter < 1.5 * flank || ClosesWithin(at - flank, at + flank))
        {
            return 0;
        }

        extreme = planned.IsHigh ? earlier.Price + (depth * planned.LegAmplitude) : earlier.Price - (depth * planned.LegAmplitude);
        _sweeps.Append(new LatentSweep(new Timestamp(at), earlier.Price, extreme, planned.IsHigh));
        return flank;
    }

    private bool ClosesWithin(long from, long to) =>
        _instrument.ClosesAtWeekend && (ActivityClock.IsWeekendClosure(from) || ActivityClock.IsWeekendClosure(to));

    /// <summary>A leg that spans a weekend stops at the close, jumps, and goes on at the opening.</summary>
    private void AppendClosureBefore(long at, in PlannedPoint planned)
    {
        var previous = _body.Items[^1];
        if (!_instrument.ClosesAtWeekend || WeekendCloseAfter(previous.At) is var closedAt && closedAt >= at)
        {
            return;
        }

        closedAt = Math.Max(closedAt, _points.Items[^1].At + MinimumStep);
        var openedAt = OpeningAfter(closedAt);
        var closedBusiness = Activity.ToBusiness(closedAt);
        var share = Math.Clamp((closedBusiness - _lastBusiness) / Math.Max(planned.Business - _lastBusiness, 1), 0, 1);
        var price = previous.Price + ((planned.Price + _gapOffset - previous.Price) * share);
        var normal = SimRandom.ToNormal(SimRandom.Combine(_seed, 5, openedAt));
        var jump = 0.3 * _instrument.DailyVolatility * price * normal;
        AppendCorner(new PathPoint(closedAt, price));
        AppendCorner(new PathPoint(openedAt, price + jump));
        _gaps.Append(new LatentGap(new Timestamp(closedAt), new Timestamp(openedAt), jump));
        _gapOffset += jump;
        _lastBusiness = closedBusiness;
    }

    private void AppendCorner(PathPoint corner)
    {
        _points.Append(corner);
        _body.Append(corner);
    }

    private static long WeekendCloseAfter(long at)
    {
        const long Week = 7 * 86_400_000_000L;
        const long FirstClose = (86_400_000_000L * 1) + (22 * 3_600_000_000L);
        return FirstClose + ((((at - FirstClose) / Week) + 1) * Week);
    }

    private static long OpeningAfter(long closedAt)
    {
        const long Week = 7 * 86_400_000_000L;
        const long FirstOpen = (86_400_000_000L * 3) + (22 * 3_600_000_000L);
        return FirstOpen + ((((closedAt - FirstOpen) / Week) + 1) * Week);
    }
}
