using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>Directional movement at a bar's close; all values 0 to 100.</summary>
/// <param name="PlusDi">+DI: upward movement as a share of the true range.</param>
/// <param name="MinusDi">−DI: downward movement as a share of the true range.</param>
/// <param name="Dx">|+DI − −DI| as a share of their sum; 0 where both are 0.</param>
/// <param name="Adx">Wilder's average of DX; <see langword="null"/> until <c>period</c> values of it exist.</param>
/// <param name="Adxr">Mean of this ADX and the one <c>period</c> bars before; <see langword="null"/> until both exist.</param>
public readonly record struct AdxReading(double PlusDi, double MinusDi, double Dx, double? Adx, double? Adxr);

/// <summary>
/// Average directional index by Wilder: sums of +DM, −DM and true range over the first <c>period</c> bars, then <c>sum − sum / period + value</c>; ADX is
/// the mean of the first <c>period</c> DX, then Wilder's average. ADXR looks back <c>period</c> bars as Stock.Indicators does (TA-Lib one less).
/// </summary>
public sealed class Adx : IBarStep<AdxReading>
{
    public const int DefaultPeriod = 14;

    private readonly int _period;
    private readonly ValueWindow _earlier;
    private int _bars;
    private double _previousHigh;
    private double _previousLow;
    private double _previousClose;
    private double _range;
    private double _plus;
    private double _minus;
    private double _dx;
    private double _adx;

    /// <param name="period">Bars in the sums, 1 to 9,999; the usual value is 14.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public Adx(int period = DefaultPeriod)
    {
        _period = IndicatorPeriod.Check(period);
        _earlier = new ValueWindow(period + 1);
    }

    public int WarmupBars => _period + 1;

    public AdxReading? Current { get; private set; }

    public AdxReading? Update(in Bar bar)
    {
        if (_bars > 0)
        {
            Add(bar);
        }

        (_previousHigh, _previousLow, _previousClose) = (bar.High, bar.Low, bar.Close);
        _bars = IndicatorPeriod.CountUpTo(_bars, 2 * _period);
        Current = _bars < WarmupBars ? null : Read();
        return Current;
    }

    public void Reset()
    {
        (_bars, _range, _plus, _minus, _dx, _adx) = (0, 0, 0, 0, 0, 0);
        (_previousHigh, _previousLow, _previousClose) = (0, 0, 0);
        _earlier.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("adx", 1);
        writer.Write(_period);
        writer.Write(_bars);
        writer.Write(_previousHigh);
        writer.Write(_previousLow);
        writer.Write(_previousClose);
        writer.Write(_range);
        writer.Write(_plus);
        writer.Write(_minus);
        writer.Write(_dx);
        writer.Write(_adx);
        _earlier.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("adx", 1);
        IndicatorPeriod.Require(_period, reader.ReadInt32(), "ADX");
        _bars = reader.ReadInt32();
        _previousHigh = reader.ReadDouble();
        _previousLow = reader.ReadDouble();
        _previousClose = reader.ReadDouble();
        _range = reader.ReadDouble();
        _plus = reader.ReadDouble();
        _minus = reader.ReadDouble();
        _dx = reader.ReadDouble();
        _adx = reader.ReadDouble();
        _earlier.LoadState(reader);
        Current = _bars < WarmupBars ? null : Read();
    }

    private void Add(in Bar bar)
    {
        var up = bar.High - _previousHigh;
        var down = _previousLow - bar.Low;
        var plus = up > down && up > 0 ? up : 0;
        var minus = down > up && down > 0 ? down : 0;
        var range = TrueRange.Of(bar, _previousClose);

        // _bars counts the bars before this one: movement number _period completes the first sums.
        if (_bars <= _period)
        {
            _range += range;
            _plus += plus;
            _minus += minus;
        }
        else
        {
            _range += range - (_range / _period);
            _plus += plus - (_plus / _period);
            _minus += minus - (_minus / _period);
        }

        if (_bars >= _period)
        {
            _dx = Dx();
            AddDx();
        }
    }

    private void AddDx()
    {
        // The DX at bar _period is the first; at bar 2 · _period − 1 the first mean is whole.
        if (_bars < (2 * _period) - 1)
        {
            _adx += _dx;
            return;
        }

        _adx = _bars == (2 * _period) - 1 ? (_adx + _dx) / _period : ((_adx * (_period - 1)) + _dx) / _period;
        _earlier.Add(_adx);
    }

    private double Dx()
    {
        var sum = _plus + _minus;
        return _range > 0 && sum > 0 ? 100 * Math.Abs(_plus - _minus) / sum : 0;
    }

    private AdxReading Read()
    {
        var (plus, minus) = _range > 0 ? (100 * _plus / _range, 100 * _minus / _range) : (0, 0);
        double? adx = _earlier.Count > 0 ? _adx : null;
        double? adxr = _earlier.IsFull ? (_adx + _earlier[_period]) * 0.5 : null;
        return new AdxReading(plus, minus, _dx, adx, adxr);
    }
}
