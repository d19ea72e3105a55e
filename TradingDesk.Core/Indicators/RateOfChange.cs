using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>How far a close is from an earlier one.</summary>
/// <param name="Change">Close less the earlier close, in quote currency per unit.</param>
/// <param name="Fraction">The change as a share of the earlier close; 0.01 is one percent.</param>
public readonly record struct ChangeReading(double Change, double Fraction);

/// <summary>Rate of change: the close against the one <c>period</c> bars before.</summary>
public sealed class RateOfChange : IBarStep<ChangeReading>
{
    private readonly int _period;
    private readonly ValueWindow _closes;

    /// <param name="period">Bars to look back, 1 to 9,999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public RateOfChange(int period)
    {
        _period = IndicatorPeriod.Check(period);
        _closes = new ValueWindow(period + 1);
    }

    public int WarmupBars => _closes.Capacity;

    public ChangeReading? Current
    {
        get
        {
            if (!_closes.IsFull)
            {
                return null;
            }

            var change = _closes[0] - _closes[_period];
            return new ChangeReading(change, change / _closes[_period]);
        }
    }

    public ChangeReading? Update(in Bar bar)
    {
        _closes.Add(bar.Close);
        return Current;
    }

    public void Reset() => _closes.Reset();

    public void SaveState(StateWriter writer)
    {
        writer.Section("rateOfChange", 1);
        _closes.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("rateOfChange", 1);
        _closes.LoadState(reader);
    }
}
