using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.Momentum;

/// <summary>
/// The measures behind strong, fading and normal momentum. The slope of the MACD histogram is put into ATRs, so that one threshold serves every
/// instrument; range and volume are held against the twenty bars before, the bar itself left out.
/// </summary>
public sealed class MomentumScore : IBarStep<MomentumReading>
{
    private const int RangeBars = 20;
    private const int SlopeBars = 3;

    private readonly Atr _shortAtr = new(5);
    private readonly Atr _atr = new(14);
    private readonly ValueWindow _ranges = new(RangeBars);
    private readonly ValueWindow _histogram = new(SlopeBars);

    /// <summary>Bars until the MACD's signal exists, and two more for its slope.</summary>
    public int WarmupBars => 36;

    public Macd Macd { get; } = new();

    public VolumeActivity Volume { get; } = new();

    public MomentumReading? Current { get; private set; }

    public MomentumReading? Update(in Bar bar)
    {
        Volume.Update(bar);
        _shortAtr.Update(bar);
        _atr.Update(bar);
        if (Macd.Update(bar) is { Histogram: { } histogram })
        {
            _histogram.Add(histogram);
        }

        Current = _histogram.IsFull ? Read(bar.Range) : null;
        _ranges.Add(bar.Range);
        return Current;
    }

    public void Reset()
    {
        Macd.Reset();
        Volume.Reset();
        _shortAtr.Reset();
        _atr.Reset();
        _ranges.Reset();
        _histogram.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("momentumScore", 1);
        Macd.SaveState(writer);
        Volume.SaveState(writer);
        _shortAtr.SaveState(writer);
        _atr.SaveState(writer);
        _ranges.SaveState(writer);
        _histogram.SaveState(writer);
        writer.Write(Current.HasValue);
        var current = Current.GetValueOrDefault();
        writer.Write(current.SlopeAtr);
        writer.WriteOptional(current.RangeRatio);
        writer.WriteOptional(current.VolumeZ);
        writer.WriteOptional(current.AtrRatio);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("momentumScore", 1);
        Macd.LoadState(reader);
        Volume.LoadState(reader);
        _shortAtr.LoadState(reader);
        _atr.LoadState(reader);
        _ranges.LoadState(reader);
        _histogram.LoadState(reader);
        var isKnown = reader.ReadBoolean();
        var current = new MomentumReading(reader.ReadDouble(), reader.ReadOptionalDouble(), reader.ReadOptionalDouble(), reader.ReadOptionalDouble());
        Current = isKnown ? current : null;
    }

    private MomentumReading Read(double range)
    {
        var atr = _atr.Current.GetValueOrDefault();
        var slope = (_histogram[0] - _histogram[2]) * 0.5;
        var median = _ranges.Median();
        return new MomentumReading(
            atr > 0 ? slope / atr : 0,
            median > 0 ? range / median : null,
            Volume.Current?.ZScore,
            atr > 0 ? _shortAtr.Current / atr : null);
    }
}
