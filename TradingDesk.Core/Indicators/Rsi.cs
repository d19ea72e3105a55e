using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// Relative strength index by Wilder, 0 to 100: the first averages are the plain means of the first <c>period</c> gains and losses, then Wilder's
/// smoothing; 100 where the average loss is 0.
/// </summary>
public sealed class Rsi : IBarStep<double>
{
    public const int DefaultPeriod = 14;

    private readonly int _period;
    private int _bars;
    private double _previousClose;
    private double _gain;
    private double _loss;

    /// <param name="period">Bars in the averages, 1 to 10,000; the usual value is 14.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public Rsi(int period = DefaultPeriod) => _period = IndicatorPeriod.Check(period);

    public int WarmupBars => _period + 1;

    public double? Current => _bars < WarmupBars ? null : _loss == 0 ? 100 : 100 - (100 / (1 + (_gain / _loss)));

    public double? Update(in Bar bar)
    {
        if (_bars > 0)
        {
            Add(bar.Close - _previousClose);
        }

        _previousClose = bar.Close;
        _bars = IndicatorPeriod.CountUpTo(_bars, WarmupBars);
        return Current;
    }

    public void Reset() => (_bars, _previousClose, _gain, _loss) = (0, 0, 0, 0);

    public void SaveState(StateWriter writer)
    {
        writer.Section("rsi", 1);
        writer.Write(_period);
        writer.Write(_bars);
        writer.Write(_previousClose);
        writer.Write(_gain);
        writer.Write(_loss);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("rsi", 1);
        IndicatorPeriod.Require(_period, reader.ReadInt32(), "RSI");
        _bars = reader.ReadInt32();
        _previousClose = reader.ReadDouble();
        _gain = reader.ReadDouble();
        _loss = reader.ReadDouble();
    }

    private void Add(double change)
    {
        var gain = Math.Max(change, 0);
        var loss = Math.Max(-change, 0);
        if (_bars <= _period)
        {
            // Sums until the last of the first gains and losses is in, then their means.
            var divisor = _bars == _period ? _period : 1;
            _gain = (_gain + gain) / divisor;
            _loss = (_loss + loss) / divisor;
        }
        else
        {
            _gain = ((_gain * (_period - 1)) + gain) / _period;
            _loss = ((_loss * (_period - 1)) + loss) / _period;
        }
    }
}
