using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>Bollinger bands at a bar's close.</summary>
/// <param name="Middle">Simple mean of closes, in quote currency per unit.</param>
/// <param name="Upper">Upper band, in quote currency per unit.</param>
/// <param name="Lower">Lower band, in quote currency per unit.</param>
/// <param name="PercentB">Where the close stands: 0 on the lower band, 1 on the upper; <see langword="null"/> where the bands coincide.</param>
/// <param name="ZScore">Close less mean in standard deviations; <see langword="null"/> where the deviation is 0.</param>
/// <param name="Width">Distance of the bands as a share of the mean; 0.01 is one percent.</param>
public readonly record struct BollingerReading(double Middle, double Upper, double Lower, double? PercentB, double? ZScore, double Width);

/// <summary>Bollinger bands: mean ± k population standard deviations (÷ n) of the last <c>period</c> closes (J. Bollinger).</summary>
public sealed class BollingerBands : IBarStep<BollingerReading>
{
    private readonly ValueWindow _closes;
    private readonly double _multiple;

    /// <param name="period">Bars, 1 to 10,000; the usual value is 20.</param>
    /// <param name="multiple">Standard deviations between mean and band, above 0 up to 100; the usual value is 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public BollingerBands(int period = 20, double multiple = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiple);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(multiple, 100);
        _closes = new ValueWindow(period);
        _multiple = multiple;
    }

    public int WarmupBars => _closes.Capacity;

    public BollingerReading? Current { get; private set; }

    public BollingerReading? Update(in Bar bar)
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
        writer.Section("bollinger", 1);
        writer.Write(_multiple);
        _closes.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("bollinger", 1);
        var multiple = reader.ReadDouble();
        if (multiple != _multiple)
        {
            throw new InvalidDataException($"The saved Bollinger bands have multiple {multiple}, these {_multiple}.");
        }

        _closes.LoadState(reader);
        Current = _closes.IsFull ? Read() : null;
    }

    private BollingerReading Read()
    {
        var mean = _closes.Mean();
        var deviation = _closes.Deviation(mean);
        var (upper, lower) = (mean + (_multiple * deviation), mean - (_multiple * deviation));
        double? percentB = upper > lower ? (_closes[0] - lower) / (upper - lower) : null;
        double? zScore = deviation > 0 ? (_closes[0] - mean) / deviation : null;
        return new BollingerReading(mean, upper, lower, percentB, zScore, (upper - lower) / mean);
    }
}
