using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>Moving average convergence and divergence at a bar's close, in quote currency per unit.</summary>
/// <param name="Macd">Fast EMA less slow EMA of closes.</param>
/// <param name="Signal">EMA of <paramref name="Macd"/>; <see langword="null"/> while it warms up.</param>
public readonly record struct MacdReading(double Macd, double? Signal)
{
    /// <summary>MACD less its signal; <see langword="null"/> while the signal warms up.</summary>
    public double? Histogram => Macd - Signal;
}

/// <summary>
/// MACD by G. Appel: EMA(fast) − EMA(slow) of closes, and the EMA(signal) of that difference, each seeded with the simple mean of its first values. The
/// line exists from the slow EMA on, the signal <c>signal − 1</c> bars later.
/// </summary>
public sealed class Macd : IBarStep<MacdReading>
{
    private ExponentialMean _fast;
    private ExponentialMean _slow;
    private ExponentialMean _signal;

    /// <param name="fast">Bars of the fast EMA, 1 to 10,000 and below <paramref name="slow"/>; the usual value is 12.</param>
    /// <param name="slow">Bars of the slow EMA, up to 10,000; the usual value is 26.</param>
    /// <param name="signal">Bars of the signal's EMA, 1 to 10,000; the usual value is 9.</param>
    /// <exception cref="ArgumentOutOfRangeException">A period is out of range.</exception>
    public Macd(int fast = 12, int slow = 26, int signal = 9)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fast, slow);
        _fast = new ExponentialMean(fast);
        _slow = new ExponentialMean(slow);
        _signal = new ExponentialMean(signal);
    }

    public int WarmupBars => _slow.Period;

    public MacdReading? Current => _fast.Current - _slow.Current is { } line ? new MacdReading(line, _signal.Current) : null;

    public MacdReading? Update(in Bar bar)
    {
        var fast = _fast.Add(bar.Close);
        var slow = _slow.Add(bar.Close);
        if (fast - slow is not { } line)
        {
            return null;
        }

        return new MacdReading(line, _signal.Add(line));
    }

    public void Reset()
    {
        _fast.Reset();
        _slow.Reset();
        _signal.Reset();
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("macd", 1);
        _fast.SaveState(writer);
        _slow.SaveState(writer);
        _signal.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("macd", 1);
        _fast.LoadState(reader);
        _slow.LoadState(reader);
        _signal.LoadState(reader);
    }
}
