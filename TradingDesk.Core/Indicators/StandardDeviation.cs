using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>Spread of closes around their mean.</summary>
/// <param name="Deviation">Population standard deviation (÷ n), in quote currency per unit.</param>
/// <param name="Mean">Simple mean, in quote currency per unit.</param>
/// <param name="ZScore">Close less mean in deviations; <see langword="null"/> where the deviation is 0.</param>
public readonly record struct DeviationReading(double Deviation, double Mean, double? ZScore);

/// <summary>Population standard deviation of the last <c>period</c> closes.</summary>
public sealed class StandardDeviation : IBarStep<DeviationReading>
{
    private readonly ValueWindow _closes;

    /// <param name="period">Bars, 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public StandardDeviation(int period) => _closes = new ValueWindow(period);

    public int WarmupBars => _closes.Capacity;

    public DeviationReading? Current { get; private set; }

    public DeviationReading? Update(in Bar bar)
    {
        _closes.Add(bar.Close);
        Current = _closes.IsFull ? Read() : null;
        return Current;
    }

    public void Reset()
    {
        _closes.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("standardDeviation", 1);
        _closes.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("standardDeviation", 1);
        _closes.LoadState(reader);
        Current = _closes.IsFull ? Read() : null;
    }

    private DeviationReading Read()
    {
        var mean = _closes.Mean();
        var deviation = _closes.Deviation(mean);
        return new DeviationReading(deviation, mean, deviation > 0 ? (_closes[0] - mean) / deviation : null);
    }
}
