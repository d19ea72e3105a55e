using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>Simple moving average of the last <c>period</c> closes, in quote currency per unit.</summary>
public sealed class Sma : IBarStep<double>
{
    private readonly ValueWindow _closes;

    /// <param name="period">Bars, 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public Sma(int period) => _closes = new ValueWindow(period);

    public int WarmupBars => _closes.Capacity;

    public double? Current { get; private set; }

    public double? Update(in Bar bar)
    {
        _closes.Add(bar.Close);
        Current = _closes.IsFull ? _closes.Mean() : null;
        return Current;
    }

    public void Reset()
    {
        _closes.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("sma", 1);
        _closes.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("sma", 1);
        _closes.LoadState(reader);
        Current = _closes.IsFull ? _closes.Mean() : null;
    }
}
