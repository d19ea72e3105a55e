using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>The usual spread, one sample a second, exponentially smoothed; a blown-out sample moves it no further than one at the limit would.</summary>
internal sealed class SpreadBaseline(QualityOptions options)
{
    private double _baseline;

    public double Value => _baseline;

    /// <summary>Takes a second's spread; true where it is above the multiple of the baseline.</summary>
    public bool IsBlownOut(double spread)
    {
        if (_baseline == 0)
        {
            _baseline = spread;
            return false;
        }

        var limit = options.SpreadMultiple * _baseline;
        // Once locked at 0 it must be able to rise again.
        var sample = limit > 0 ? Math.Min(spread, limit) : spread;
        _baseline += (sample - _baseline) / options.SpreadMemory.TotalSeconds;
        return spread > limit;
    }

    public void SaveState(StateWriter writer) => writer.Write(_baseline);

    public void LoadState(StateReader reader) => _baseline = reader.ReadDouble();
}
