using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>An exponential average of any series: seeded with the simple mean of the first <c>period</c> values, then smoothed by 2 / (period + 1).</summary>
internal struct ExponentialMean(int period)
{
    private readonly int _period = IndicatorPeriod.Check(period);
    private readonly double _smoothing = 2.0 / (period + 1);
    private int _count;
    private double _sum;
    private double _value;

    public readonly int Period => _period;

    public readonly double? Current => _count >= _period ? _value : null;

    public double? Add(double value)
    {
        if (_count >= _period)
        {
            _value += _smoothing * (value - _value);
        }
        else
        {
            _sum += value;
            _value = _sum / _period;
        }

        _count = IndicatorPeriod.CountUpTo(_count, _period);
        return Current;
    }

    public void Reset() => (_count, _sum, _value) = (0, 0, 0);

    public readonly void SaveState(StateWriter writer)
    {
        writer.Write(_period);
        writer.Write(_count);
        writer.Write(_sum);
        writer.Write(_value);
    }

    public void LoadState(StateReader reader)
    {
        IndicatorPeriod.Require(_period, reader.ReadInt32(), "EMA");
        _count = reader.ReadInt32();
        _sum = reader.ReadDouble();
        _value = reader.ReadDouble();
    }
}
