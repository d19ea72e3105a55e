using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// Exponential moving average of closes: seeded with the simple mean of the first <c>period</c> closes, then smoothed by 2 / (period + 1).
/// In quote currency per unit.
/// </summary>
public sealed class Ema : IBarStep<double>
{
    private ExponentialMean _mean;

    /// <param name="period">Bars, 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public Ema(int period) => _mean = new ExponentialMean(period);

    public int WarmupBars => _mean.Period;

    public double? Current => _mean.Current;

    public double? Update(in Bar bar) => _mean.Add(bar.Close);

    public void Reset() => _mean.Reset();

    public void SaveState(StateWriter writer)
    {
        writer.Section("ema", 1);
        _mean.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("ema", 1);
        _mean.LoadState(reader);
    }
}
