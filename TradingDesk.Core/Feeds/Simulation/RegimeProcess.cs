namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>A major leg: business seconds and prices of both ends.</summary>
internal readonly record struct MajorLeg(LatentRegimeKind Regime, double StartBusiness, double StartPrice, double EndBusiness, double EndPrice)
{
    public bool IsUp => EndPrice > StartPrice;
}

/// <summary>
/// Makes the sequence of regimes and their major legs, which always alternate in direction: impulse and correction in a trend, bound to bound in a range.
/// Amplitudes follow the square root of business time; the choice of the next regime leans back towards the anchor price.
/// </summary>
internal sealed class RegimeProcess
{
    private const double Hour = 3_600;
    private const double Day = 86_400;
    private const double RangeFraction = 0.3;

    private readonly SimulatedInstrument _instrument;
    private readonly double _volatility;
    private SimRandom _random;
    private LatentRegimeKind _regime;
    private double _regimeEnd;
    private int _lastTrend;
    private double _business;
    private double _price;
    private double _lastAmplitude;
    private bool _nextIsUp;
    private double _rangeHigh;
    private double _rangeLow;

    public RegimeProcess(SimulatedInstrument instrument, ulong seed, double volatilityFactor)
    {
        _instrument = instrument;
        _volatility = instrument.DailyVolatility * volatilityFactor;
        _random = new SimRandom(seed);
        _price = instrument.AnchorPrice * Math.Exp(2.5 * instrument.DailyVolatility * _random.NextNormal());
        _nextIsUp = _random.NextUnit() < 0.5;
        _lastAmplitude = AmplitudeOver(2 * Hour);
        ChooseRegime();
    }

    public double StartPrice => _price;

    public MajorLeg Next()
    {
        if (_business >= _regimeEnd)
        {
            ChooseRegime();
        }

        var (duration, target) = _regime == LatentRegimeKind.Range ? PlanRangeLeg() : PlanTrendLeg();
        var leg = new MajorLeg(_regime, _business, _price, _business + duration, target);
        _lastAmplitude = Math.Abs(target - _price);
        _business = leg.EndBusiness;
        _price = target;
        _nextIsUp = !_nextIsUp;
        return leg;
    }

    private void ChooseRegime()
    {
        // Trends tend to be answered by the opposite trend, and far from the anchor by the one that leads back to it.
        var stretch = Math.Tanh(Math.Log(_price / _instrument.AnchorPrice) / (6 * _instrument.DailyVolatility));
        var bull = Math.Clamp(0.5 - (0.36 * _lastTrend) - (0.45 * stretch), 0.04, 0.96);
        var trend = _random.NextUnit() < bull ? LatentRegimeKind.Bull : LatentRegimeKind.Bear;
        var chosen = _random.NextUnit() < RangeFraction && _regime != LatentRegimeKind.Range ? LatentRegimeKind.Range : trend;
        if (chosen != LatentRegimeKind.Range)
        {
            _lastTrend = chosen == LatentRegimeKind.Bull ? 1 : -1;
        }

        _regime = chosen;
        _regimeEnd = _business + (Hour * (chosen == LatentRegimeKind.Range ? _random.NextBetween(8, 16) : _random.NextBetween(20, 40)));
        if (chosen == LatentRegimeKind.Range)
        {
            var width = AmplitudeOver(Day) * _random.NextBetween(0.35, 0.6);
            _rangeHigh = _nextIsUp ? _price + width : _price;
            _rangeLow = _nextIsUp ? _price : _price - width;
        }
    }

    private (double Duration, double Target) PlanTrendLeg()
    {
        if (_nextIsUp == (_regime == LatentRegimeKind.Bull))
        {
            var duration = Hour * _random.NextBetween(4.5, 9);
            var amplitude = AmplitudeOver(duration) * _random.NextBetween(1.0, 1.6);
            return (duration, _nextIsUp ? _price + amplitude : _price - amplitude);
        }

        var retrace = _lastAmplitude * _random.NextBetween(0.28, 0.50);
        return (Hour * _random.NextBetween(3.0, 5.5), _nextIsUp ? _price + retrace : _price - retrace);
    }

    private (double Duration, double Target) PlanRangeLeg()
    {
        var width = _rangeHigh - _rangeLow;
        var target = _nextIsUp ? _rangeHigh - (width * _random.NextBetween(-0.08, 0.25)) : _rangeLow + (width * _random.NextBetween(-0.08, 0.25));
        return (Hour * _random.NextBetween(2.5, 5.5), target);
    }

    private double AmplitudeOver(double businessSeconds) => _volatility * _price * Math.Sqrt(businessSeconds / Day);
}
