using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// Average true range by Wilder, in quote currency per unit. True range counts from the second bar; the first value is the mean of the first
/// <c>period</c> true ranges, then <c>(previous × (period − 1) + trueRange) / period</c> (J. W. Wilder, 1978).
/// </summary>
public sealed class Atr : IBarStep<double>
{
    public const int DefaultPeriod = 14;

    private readonly int _period;
    private int _bars;
    private double _previousClose;
    private double _sum;
    private double _value;

    /// <param name="period">Bars in the average, 1 to 10,000; the usual value is 14.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public Atr(int period = DefaultPeriod) => _period = IndicatorPeriod.Check(period);

    public int WarmupBars => _period + 1;

    public double? Current => _bars >= WarmupBars ? _value : null;

    public double? Update(in Bar bar)
    {
        if (_bars > 0)
        {
            Add(TrueRange.Of(bar, _previousClose));
        }

        _previousClose = bar.Close;
        _bars = IndicatorPeriod.CountUpTo(_bars, WarmupBars);
        return Current;
    }

    public void Reset() => (_bars, _previousClose, _sum, _value) = (0, 0, 0, 0);

    public void SaveState(StateWriter writer)
    {
        writer.Section("atr", 1);
        writer.Write(_period);
        writer.Write(_bars);
        writer.Write(_previousClose);
        writer.Write(_sum);
        writer.Write(_value);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("atr", 1);
        IndicatorPeriod.Require(_period, reader.ReadInt32(), "ATR");
        _bars = reader.ReadInt32();
        _previousClose = reader.ReadDouble();
        _sum = reader.ReadDouble();
        _value = reader.ReadDouble();
    }

    private void Add(double trueRange)
    {
        // _bars counts the bars before this one: the true range numbered _period completes the first mean.
        if (_bars < _period)
        {
            _sum += trueRange;
        }
        else if (_bars == _period)
        {
            _value = (_sum + trueRange) / _period;
        }
        else
        {
            _value = ((_value * (_period - 1)) + trueRange) / _period;
        }
    }
}
