using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// Volume-weighted mean of typical prices over the last <c>bars</c> bars, in quote currency per unit, without any anchor. Where the window has no volume,
/// the plain mean of its typical prices.
/// </summary>
public sealed class RollingVwap : IBarStep<double>
{
    private readonly ValueWindow _weighted;
    private readonly ValueWindow _volumes;
    private readonly ValueWindow _typical;

    /// <param name="bars">Bars in the window, 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public RollingVwap(int bars)
    {
        _weighted = new ValueWindow(bars);
        _volumes = new ValueWindow(bars);
        _typical = new ValueWindow(bars);
    }

    public int WarmupBars => _typical.Capacity;

    public double? Current { get; private set; }

    public double? Update(in Bar bar)
    {
        var typical = bar.TypicalPrice;
        _typical.Add(typical);
        _volumes.Add(bar.Volume);
        _weighted.Add(typical * bar.Volume);
        Current = Read();
        return Current;
    }

    public void Reset()
    {
        _weighted.Reset();
        _volumes.Reset();
        _typical.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("rollingVwap", 1);
        _weighted.SaveState(writer);
        _volumes.SaveState(writer);
        _typical.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("rollingVwap", 1);
        _weighted.LoadState(reader);
        _volumes.LoadState(reader);
        _typical.LoadState(reader);
        Current = Read();
    }

    private double? Read()
    {
        if (!_typical.IsFull)
        {
            return null;
        }

        var volume = _volumes.Sum();
        return volume > 0 ? _weighted.Sum() / volume : _typical.Mean();
    }
}
