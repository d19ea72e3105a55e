using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// Exponential moving average of closes: seeded with the simple mean of the first <c>period</c> closes, then smoothed by 2 / (period + 1).
/// In quote currency per unit.
/// </summary>
public sealed class Ema : IBarStep<double>
{
    private readonly int _period;
    private readonly double _smoothing;
    private int _bars;
    private double _sum;
    private double _value;

    /// <param name="period">Bars, 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public Ema(int period)
    {
        _period = IndicatorPeriod.Check(period);
        _smoothing = 2.0 / (period + 1);
    }

    public int WarmupBars => _period;

    public double? Current => _bars >= WarmupBars ? _value : null;

    public double? Update(in Bar bar)
    {
        if (_bars >= _period)
        {
            _value += _smoothing * (bar.Close - _value);
        }
        else
        {
            _sum += bar.Close;
            _value = _sum / _period;
        }

        _bars = IndicatorPeriod.CountUpTo(_bars, WarmupBars);
        return Current;
    }

    public void Reset() => (_bars, _sum, _value) = (0, 0, 0);

    public void SaveState(StateWriter writer)
    {
        writer.Section("ema", 1);
        writer.Write(_period);
        writer.Write(_bars);
        writer.Write(_sum);
        writer.Write(_value);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("ema", 1);
        IndicatorPeriod.Require(_period, reader.ReadInt32(), "EMA");
        _bars = reader.ReadInt32();
        _sum = reader.ReadDouble();
        _value = reader.ReadDouble();
    }
}
