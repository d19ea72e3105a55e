using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>SuperTrend at a bar's close.</summary>
/// <param name="Value">The band in force: below the close in an up-trend, above it in a down-trend; in quote currency per unit.</param>
/// <param name="IsBullish">True while the lower band is in force.</param>
public readonly record struct SuperTrendReading(double Value, bool IsBullish);

/// <summary>
/// SuperTrend: mid-price ± multiple × ATR, each band only moving towards the market until a close passes it, the trend turning when a close reaches the
/// band in force (as Stock.Indicators computes it).
/// </summary>
public sealed class SuperTrend : IBarStep<SuperTrendReading>
{
    private readonly Atr _atr;
    private readonly double _multiple;
    private double _previousClose;
    private double _upper;
    private double _lower;
    private bool _isBullish;

    /// <param name="period">Bars of the ATR, 1 to 9,999; the usual value is 10.</param>
    /// <param name="multiple">ATRs between mid-price and band, above 0 up to 100; the usual value is 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public SuperTrend(int period = 10, double multiple = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiple);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(multiple, 100);
        _atr = new Atr(period);
        _multiple = multiple;
    }

    public int WarmupBars => _atr.WarmupBars;

    public SuperTrendReading? Current => _atr.Current is null ? null : new SuperTrendReading(_isBullish ? _lower : _upper, _isBullish);

    public SuperTrendReading? Update(in Bar bar)
    {
        var isFirst = _atr.Current is null;
        if (_atr.Update(bar) is { } atr)
        {
            Move(bar, atr * _multiple, isFirst);
        }

        _previousClose = bar.Close;
        return Current;
    }

    public void Reset()
    {
        _atr.Reset();
        (_previousClose, _upper, _lower, _isBullish) = (0, 0, 0, false);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("superTrend", 1);
        writer.Write(_multiple);
        writer.Write(_previousClose);
        writer.Write(_upper);
        writer.Write(_lower);
        writer.Write(_isBullish);
        _atr.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("superTrend", 1);
        var multiple = reader.ReadDouble();
        if (multiple != _multiple)
        {
            throw new InvalidDataException($"The saved SuperTrend has multiple {multiple}, this one {_multiple}.");
        }

        _previousClose = reader.ReadDouble();
        _upper = reader.ReadDouble();
        _lower = reader.ReadDouble();
        _isBullish = reader.ReadBoolean();
        _atr.LoadState(reader);
    }

    private void Move(in Bar bar, double distance, bool isFirst)
    {
        var mid = (bar.High + bar.Low) * 0.5;
        var (upper, lower) = (mid + distance, mid - distance);
        if (isFirst)
        {
            _isBullish = bar.Close >= mid;
            (_upper, _lower) = (upper, lower);
        }
        else
        {
            if (upper < _upper || _previousClose > _upper)
            {
                _upper = upper;
            }

            if (lower > _lower || _previousClose < _lower)
            {
                _lower = lower;
            }
        }

        _isBullish = bar.Close > (_isBullish ? _lower : _upper);
    }
}
