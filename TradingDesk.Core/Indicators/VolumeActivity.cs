using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>A bar's volume against the bars before it.</summary>
/// <param name="Mean">Mean volume of the bars before, in base units (ticks for bars from quotes).</param>
/// <param name="Deviation">Their population standard deviation (÷ n), same unit.</param>
/// <param name="Ratio">Volume over <paramref name="Mean"/>; <see langword="null"/> where that is 0.</param>
/// <param name="ZScore">Volume less mean in deviations; <see langword="null"/> where the deviation is 0.</param>
public readonly record struct VolumeReading(double Mean, double Deviation, double? Ratio, double? ZScore);

/// <summary>
/// Volume z-score against the <c>period</c> bars before. The bar itself is left out of its own baseline: with it, one huge bar could never be more than
/// √(period − 1) deviations away.
/// </summary>
public sealed class VolumeActivity : IBarStep<VolumeReading>
{
    public const int DefaultPeriod = 20;

    private readonly ValueWindow _volumes;

    /// <param name="period">Bars in the baseline, 1 to 10,000; the usual value is 20.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public VolumeActivity(int period = DefaultPeriod) => _volumes = new ValueWindow(period);

    public int WarmupBars => _volumes.Capacity + 1;

    public VolumeReading? Current { get; private set; }

    public VolumeReading? Update(in Bar bar)
    {
        Current = _volumes.IsFull ? Read(bar.Volume) : null;
        _volumes.Add(bar.Volume);
        return Current;
    }

    public void Reset()
    {
        _volumes.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("volumeActivity", 1);
        _volumes.SaveState(writer);
        writer.Write(Current.HasValue);
        var current = Current.GetValueOrDefault();
        writer.Write(current.Mean);
        writer.Write(current.Deviation);
        writer.WriteOptional(current.Ratio);
        writer.WriteOptional(current.ZScore);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("volumeActivity", 1);
        _volumes.LoadState(reader);
        var isKnown = reader.ReadBoolean();
        var current = new VolumeReading(reader.ReadDouble(), reader.ReadDouble(), reader.ReadOptionalDouble(), reader.ReadOptionalDouble());
        Current = isKnown ? current : null;
    }

    private VolumeReading Read(double volume)
    {
        var mean = _volumes.Mean();
        var deviation = _volumes.Deviation(mean);
        return new VolumeReading(mean, deviation, mean > 0 ? volume / mean : null, deviation > 0 ? (volume - mean) / deviation : null);
    }
}
