using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>ATR14(M5) against the median of its last readings, the present one included (DOMAIN A7).</summary>
internal sealed class M5Volatility(M5BridgeOptions options)
{
    private readonly double[] _readings = new double[options.VolatilityWindow];
    private readonly double[] _sorted = new double[options.VolatilityWindow];
    private int _count;

    /// <summary>Takes the ATR14 at the next close; the state, or <see langword="null"/> until the window is full or where nothing moved.</summary>
    public VolatilityState? Update(double? atr14)
    {
        if (atr14 is not { } atr)
        {
            return null;
        }

        _readings[_count % _readings.Length] = atr;
        // Kept within two windows, so that the number never overflows.
        _count = _count + 1 == 2 * _readings.Length ? _readings.Length : _count + 1;
        if (_count < _readings.Length)
        {
            return null;
        }

        _readings.CopyTo(_sorted, 0);
        Array.Sort(_sorted);
        var middle = _sorted.Length / 2;
        var median = _sorted.Length % 2 == 1 ? _sorted[middle] : (_sorted[middle - 1] + _sorted[middle]) * 0.5;
        if (!(median > 0))
        {
            return null;
        }

        var ratio = atr / median;
        return ratio > options.ExpandingAbove ? VolatilityState.Expanding
            : ratio < options.ContractingBelow ? VolatilityState.Contracting
            : VolatilityState.Normal;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(_readings.Length);
        writer.Write(_count);
        foreach (var reading in _readings)
        {
            writer.Write(reading);
        }
    }

    public void LoadState(StateReader reader)
    {
        if (reader.ReadInt32() != _readings.Length)
        {
            throw new InvalidDataException("The saved volatility window has another length.");
        }

        _count = reader.ReadInt32();
        for (var i = 0; i < _readings.Length; i++)
        {
            _readings[i] = reader.ReadDouble();
        }
    }
}
